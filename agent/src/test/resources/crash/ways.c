// SPDX-License-Identifier: Apache-2.0
// Ways to die in native code: io.addrscope.crashlab.Ways. Whatever shall be a frame of its own is not inlined, and does
// something with what its callee returns, so that no call becomes a jump.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <jni.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define WAY(name) JNIEXPORT jlong JNICALL Java_io_addrscope_crashlab_Ways_##name
#define FRAME __attribute__((noinline))

static const char constant[] = "not to be written";

// --- Reading where nothing is, four functions deep

static inline __attribute__((always_inline)) jlong inlined_read(const volatile jlong *from) {
    return *from;
}

static FRAME jlong static_leaf(const jlong *from) {
    return inlined_read(from);
}

static FRAME jlong static_middle(const jlong *from, jlong added) {
    return static_leaf(from) + added;
}

FRAME jlong exported_outer(jlong address) {
    return static_middle((const jlong *) address, address | 1) + 2;
}

WAY(readInStatic)(JNIEnv *env, jclass type, jlong address) {
    return exported_outer(address) + 3;
}

// --- Writing where one may not

static FRAME jlong store(volatile char *to) {
    *to = 'x';
    return *to;
}

WAY(writeConstant)(JNIEnv *env, jclass type) {
    return store((volatile char *) constant) + 1;
}

// --- Calling what is no code

typedef jlong (*target)(jlong);

static FRAME jlong call_target(target function) {
    return function(1) + 1;
}

WAY(call)(JNIEnv *env, jclass type, jlong address) {
    return call_target((target) address) + 2;
}

WAY(callData)(JNIEnv *env, jclass type) {
    return call_target((target) (intptr_t) constant) + 3;
}

// Code of no file: xor %eax,%eax; mov (%rax),%rax; ret
WAY(callAnonymous)(JNIEnv *env, jclass type) {
    static const unsigned char code[] = {0x31, 0xc0, 0x48, 0x8b, 0x00, 0xc3};
    void *memory = mmap(NULL, sizeof code, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        return -1;
    }
    memcpy(memory, code, sizeof code);
    return call_target((target) memory) + 4;
}

// Calls a function of a library that has been unloaded.
WAY(callUnloaded)(JNIEnv *env, jclass type, jstring path) {
    const char *file = (*env)->GetStringUTFChars(env, path, NULL);
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    (*env)->ReleaseStringUTFChars(env, path, file);
    if (library == NULL) {
        return -1;
    }
    target function = (target) dlsym(library, "guest_function");
    dlclose(library);
    return call_target(function) + 5;
}

// --- Dying in the C library

static FRAME jlong copy_block(void *to, const void *from, volatile size_t length) {
    return *(char *) memcpy(to, from, length);
}

WAY(copyFrom)(JNIEnv *env, jclass type, jlong address) {
    static char buffer[4096];
    return copy_block(buffer, (const void *) address, sizeof buffer) + 1;
}

static int compare_values(const void *left, const void *right) {
    const jlong *const *one = left;
    const jlong *const *other = right;
    return inlined_read(*one) < inlined_read(*other);
}

static FRAME jlong sort_values(const jlong **values, size_t count) {
    qsort(values, count, sizeof *values, compare_values);
    return *values[0];
}

WAY(sortNulls)(JNIEnv *env, jclass type) {
    const jlong *values[8] = {NULL};
    return sort_values(values, sizeof values / sizeof *values) + 1;
}

// --- Other signals

static FRAME jlong divide_by(jlong divisor) {
    return 42 / divisor;
}

WAY(divide)(JNIEnv *env, jclass type, jlong divisor) {
    return divide_by(divisor) + 1;
}

static FRAME jlong trap(jlong unless) {
    if (!unless) {
        __builtin_trap();
    }
    return unless;
}

WAY(illegal)(JNIEnv *env, jclass type, jlong unless) {
    return trap(unless) + 1;
}

// Reads a mapped file that has become empty.
WAY(readMapped)(JNIEnv *env, jclass type, jstring path) {
    const char *file = (*env)->GetStringUTFChars(env, path, NULL);
    int descriptor = open(file, O_RDWR);
    (*env)->ReleaseStringUTFChars(env, path, file);
    char *memory = mmap(NULL, 8192, PROT_READ, MAP_SHARED, descriptor, 0);
    if (memory == MAP_FAILED || ftruncate(descriptor, 0) != 0) {
        return -1;
    }
    return static_middle((const jlong *) (memory + 4096 + 24), 1) + 6;
}

// --- Ruining the stack

static FRAME jlong ruin_frame_pointer(jlong value) {
    __asm__ volatile("movq %0, %%rbp\n\tmovl $1, 0" : : "r"(value) : "memory");
    return value;
}

WAY(ruinFramePointer)(JNIEnv *env, jclass type, jlong value) {
    return ruin_frame_pointer(value) + 1;
}

static FRAME jlong ruin_return_address(jlong value) {
    void *volatile *frame = __builtin_frame_address(0);
    frame[1] = (void *) value;
    return value;
}

WAY(ruinReturnAddress)(JNIEnv *env, jclass type, jlong value) {
    return ruin_return_address(value) + 1;
}

static FRAME jlong ruin_stack_pointer(jlong value) {
    __asm__ volatile("movq %0, %%rsp\n\tpushq $0" : : "r"(value) : "memory");
    return value;
}

WAY(ruinStackPointer)(JNIEnv *env, jclass type, jlong value) {
    return ruin_stack_pointer(value) + 1;
}

// The kernel has no room for the signal: nobody hears of it.
static FRAME jlong recurse(jlong depth) {
    volatile char local[512];
    local[0] = (char) depth;
    return depth == 0 ? 0 : recurse(depth - 1) + local[0];
}

WAY(overflowStack)(JNIEnv *env, jclass type) {
    return recurse(INT64_MAX) + 1;
}

// Touches the stack far below its pointer, as compiled Java code does: there is room for the signal.
static FRAME jlong recurse_with_probe(jlong depth) {
    volatile char *frame = __builtin_frame_address(0);
    frame[-48 * 1024] = (char) depth;
    return depth == 0 ? 0 : recurse_with_probe(depth - 1) + frame[0];
}

WAY(overflowStackWithProbe)(JNIEnv *env, jclass type) {
    return recurse_with_probe(INT64_MAX) + 1;
}

// --- Never to return: the call is a function's last instruction, and what it would return to is in the next function

static FRAME __attribute__((noreturn)) void give_up(const jlong *from) {
    exit((int) inlined_read(from));
}

static FRAME __attribute__((noreturn)) void call_and_end(jlong address) {
    give_up((const jlong *) address);
}

// Where the compiler keeps the order of the source, this comes next.
FRAME jlong next_function(jlong value) {
    return value + 1;
}

WAY(readAndExit)(JNIEnv *env, jclass type, jlong address) {
    if (next_function(address) != 0) {
        call_and_end(address);
    }
    return 1;
}

// --- Elsewhere

static void *thread_body(void *address) {
    return (void *) (exported_outer((jlong) address) + 1);
}

WAY(readInThread)(JNIEnv *env, jclass type, jlong address) {
    pthread_t thread;
    void *result = NULL;
    if (pthread_create(&thread, NULL, thread_body, (void *) address) == 0) {
        pthread_join(thread, &result);
    }
    return (jlong) result;
}

// No such array: the JVM believes what native code hands it.
WAY(lengthOfNull)(JNIEnv *env, jclass type) {
    return (*env)->GetArrayLength(env, (jarray) NULL) + 1;
}

// --- Ways of which the JVM never hears

WAY(abort)(JNIEnv *env, jclass type) {
    abort();
}

WAY(freeStack)(JNIEnv *env, jclass type) {
    char *volatile local = (char *) __builtin_frame_address(0);
    free(local);
    return 1;
}
