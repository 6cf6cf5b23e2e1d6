// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.spi;

/**
 * The thread that recorded.
 *
 * @param id thread id
 * @param name thread name when it took its ring; empty if it had none of its own: a virtual thread, or one beyond the
 *     memory limit
 */
public record TracedThread(long id, String name) {
}
