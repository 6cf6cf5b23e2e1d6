// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.delivery;

import io.engram.trace.collector.spool.SpoolBlock;

/** A block that was read from the spool, and how many of its events the exporter is not done with. */
final class BlockInHand {
    private final SpoolBlock<SpoolTag> block;
    private int unresolved;

    BlockInHand(SpoolBlock<SpoolTag> block) {
        this.block = block;
        this.unresolved = block.events().size();
    }

    SpoolBlock<SpoolTag> block() {
        return block;
    }

    /** Whether the exporter is now done with all of them. */
    boolean resolve(int events) {
        unresolved -= events;
        return unresolved == 0;
    }
}
