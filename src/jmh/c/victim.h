// SPDX-License-Identifier: Apache-2.0
//
// What a thread suffers while another asks about addresses: part of the C program, and a library for JVMs.
#ifndef VICTIM_H
#define VICTIM_H

#include <stdint.h>

// What the victim does, again and again.
enum victim_operation {
    VICTIM_FAULT,  // touches one page of anonymous memory that has none behind it
    VICTIM_MAP     // maps a small anonymous range and unmaps it
};

// Times in ns; percentiles within 2 %, from above.
struct victim_result {
    uint64_t operations;  // how many were done
    uint64_t busy;        // how long they took altogether
    uint64_t p50, p99, p999, worst;
    uint64_t waits;       // how often the thread slept until something was free, such as a lock
    uint64_t preemptions; // how often its CPU was given to others
};

// Does nothing but the operation for some time, on one CPU, which the calling thread stays bound to, and times each.
// One thread at a time. Returns 0, or the errno of the call that failed.
int victim_run(int operation, int cpu, int millis, struct victim_result *result);

#endif
