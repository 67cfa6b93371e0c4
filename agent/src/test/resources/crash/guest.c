// SPDX-License-Identifier: Apache-2.0
// A library that is unloaded before it is called.

long guest_function(long value) {
    return value + 1;
}
