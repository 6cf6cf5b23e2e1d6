// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.delivery;

/**
 * What stays in memory of events in the spool.
 *
 * @param ledger where they are settled
 * @param from index of the first one in the ledger
 * @param events how many
 * @param sequence number of their batch
 */
record SpoolTag(BatchLedger ledger, int from, int events, long sequence) {
    // Every tag is one of its own: two blocks are never the same.
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
