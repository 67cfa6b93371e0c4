// SPDX-License-Identifier: Apache-2.0
// A JNI library that is hardly more than its mappings. The types of jni.h are spelled out: no JDK's headers are needed.

#include <stdint.h>

int32_t Java_io_addrscope_bench_TinyLibrary_answer(void *environment, void *type) {
    (void)environment;
    (void)type;
    return 42;
}
