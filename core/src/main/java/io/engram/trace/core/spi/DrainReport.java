// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.spi;

/**
 * What a flush or close left behind.
 *
 * @param complete whether everything recorded before the call was exported or discarded by the deadline
 * @param leftInRings events that still lie in rings
 * @param leftInCollector events that were collected and are neither exported nor discarded
 */
public record DrainReport(boolean complete, long leftInRings, long leftInCollector) {
}
