// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "victim.h"

#include <errno.h>
#include <sched.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>

enum {
    PAGE = 4096,
    FAULT_PAGES = 256,
    MAP_BYTES = 4 * PAGE,
    MAPS_BETWEEN_CHECKS = 64,
    // Durations fall into 64 bins for each power of two; smaller ones than 64 ns have bins of their own.
    BIN_BITS = 6,
    BINS = (64 - BIN_BITS + 1) << BIN_BITS
};

static const uint64_t WARM_UP_NANOS = 20 * 1000000u;

static uint64_t histogram[BINS];

static uint64_t nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static size_t bin(uint64_t duration) {
    if (duration < 1u << BIN_BITS) {
        return (size_t)duration;
    }
    unsigned shift = 63u - (unsigned)__builtin_clzll(duration) - BIN_BITS;
    return ((size_t)(shift + 1) << BIN_BITS) + (size_t)((duration >> shift) - (1u << BIN_BITS));
}

// The longest duration that falls into a bin.
static uint64_t bin_end(size_t index) {
    if (index < 1u << BIN_BITS) {
        return index;
    }
    unsigned shift = (unsigned)(index >> BIN_BITS) - 1;
    uint64_t mantissa = (index & ((1u << BIN_BITS) - 1)) + (1u << BIN_BITS);
    return (mantissa << shift) + (((uint64_t)1 << shift) - 1);
}

static void record(uint64_t duration, struct victim_result *result) {
    histogram[bin(duration)]++;
    result->operations++;
    result->busy += duration;
    if (duration > result->worst) {
        result->worst = duration;
    }
}

// The duration that `share` of the operations, in thousandths, did not exceed.
static uint64_t percentile(const struct victim_result *result, unsigned share) {
    uint64_t wanted = (result->operations * share + 999) / 1000, seen = 0;
    for (size_t i = 0; i < BINS; i++) {
        seen += histogram[i];
        if (seen >= wanted) {
            return bin_end(i) < result->worst ? bin_end(i) : result->worst;
        }
    }
    return result->worst;
}

// Touches every page once. Giving them back is between the operations: it is not timed.
static int fault(char *region, struct victim_result *result) {
    uint64_t before = nanos();
    for (size_t i = 0; i < FAULT_PAGES; i++) {
        ((volatile char *)region)[i * PAGE] = 1;
        uint64_t after = nanos();
        record(after - before, result);
        before = after;
    }
    return madvise(region, (size_t)FAULT_PAGES * PAGE, MADV_DONTNEED) == 0 ? 0 : errno;
}

static int map(struct victim_result *result) {
    uint64_t before = nanos();
    for (int i = 0; i < MAPS_BETWEEN_CHECKS; i++) {
        void *range = mmap(NULL, MAP_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (range == MAP_FAILED || munmap(range, MAP_BYTES) != 0) {
            return errno;
        }
        uint64_t after = nanos();
        record(after - before, result);
        before = after;
    }
    return 0;
}

static int repeat(int operation, char *region, uint64_t duration, struct victim_result *result) {
    struct rusage before, after;
    memset(histogram, 0, sizeof histogram);
    memset(result, 0, sizeof *result);
    if (getrusage(RUSAGE_THREAD, &before) != 0) {
        return errno;
    }
    for (uint64_t begin = nanos(); nanos() - begin < duration;) {
        int error = operation == VICTIM_FAULT ? fault(region, result) : map(result);
        if (error != 0) {
            return error;
        }
    }
    if (getrusage(RUSAGE_THREAD, &after) != 0) {
        return errno;
    }
    result->waits = (uint64_t)(after.ru_nvcsw - before.ru_nvcsw);
    result->preemptions = (uint64_t)(after.ru_nivcsw - before.ru_nivcsw);
    result->p50 = percentile(result, 500);
    result->p99 = percentile(result, 990);
    result->p999 = percentile(result, 999);
    return 0;
}

int victim_run(int operation, int cpu, int millis, struct victim_result *result) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    if (sched_setaffinity(0, sizeof set, &set) != 0) {
        return errno;
    }
    size_t bytes = (size_t)FAULT_PAGES * PAGE;
    char *region = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (region == MAP_FAILED) {
        return errno;
    }
    // A huge page would make one fault of all; a kernel that has none of them refuses, and need not be told.
    (void)madvise(region, bytes, MADV_NOHUGEPAGE);
    int error = repeat(operation, region, WARM_UP_NANOS, result);
    if (error == 0) {
        error = repeat(operation, region, (uint64_t)millis * 1000000u, result);
    }
    munmap(region, bytes);
    return error;
}
