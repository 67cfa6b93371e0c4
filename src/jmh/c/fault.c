// SPDX-License-Identifier: Apache-2.0
// A JNI library that reads where it is told to. The types of jni.h are spelled out: no JDK's headers are needed.

#include <stdint.h>

int32_t Java_io_addrscope_bench_CrashSubject_read(void *environment, void *type, int64_t address) {
    (void)environment;
    (void)type;
    return *(volatile int32_t *)address;
}
