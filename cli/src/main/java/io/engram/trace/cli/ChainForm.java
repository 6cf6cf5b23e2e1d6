// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.exporters.chains.ChainDotEncoder;
import io.engram.trace.exporters.chains.ChainEncoder;
import io.engram.trace.exporters.chains.ChainJsonEncoder;
import io.engram.trace.exporters.chains.ChainMermaidEncoder;
import java.util.function.Supplier;

/** What chains can be printed as. */
enum ChainForm {
    TABLE(ChainTable::new),
    JSON(ChainJsonEncoder::new),
    DOT(ChainDotEncoder::new),
    MERMAID(ChainMermaidEncoder::new);

    private final Supplier<ChainEncoder> encoders;

    ChainForm(Supplier<ChainEncoder> encoders) {
        this.encoders = encoders;
    }

    /** A new one. */
    ChainEncoder encoder() {
        return encoders.get();
    }
}
