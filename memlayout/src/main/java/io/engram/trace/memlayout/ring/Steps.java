// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.ring;

/**
 * What happens between two steps of a shared ring's writer or reader: nothing. Tests stop them there.
 *
 * <p>A class and not an interface, and never extended outside tests: the compiler sees that there is one
 * implementation, and that it is empty, and leaves nothing of the calls.
 */
class Steps {
    static final Steps NONE = new Steps();

    /**
     * Is called after each access that others can see or that what follows depends on.
     *
     * @param seen what the access returned or stored
     */
    void after(long seen) {
    }
}
