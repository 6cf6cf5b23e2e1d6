// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.correlate;

/**
 * What a finder has done so far.
 *
 * @param events events that it was given
 * @param found chains that it found
 * @param sampledEvents those of the events that were recorded at a sample rate below 1, so that others are missing
 * @param lateEvents events that came after more than the held number of later ones, and are in no chain by nodes
 * @param cutChains chains, of whatever length, that were ended early because too many events were held: what would have
 *     continued them is elsewhere
 */
public record ChainCounts(long events, long found, long sampledEvents, long lateEvents, long cutChains) {
}
