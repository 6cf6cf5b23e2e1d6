// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.chains;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;

/** Puts every chain on a line of its own, so that tools which go by lines can look into the document. */
final class LinePerChain extends MinimalPrettyPrinter {
    /** The array that chains stand in. */
    static final String CHAINS = "chains";

    private static final long serialVersionUID = 1;

    @Override
    public void beforeArrayValues(JsonGenerator json) throws IOException {
        if (isInChains(json)) {
            json.writeRaw('\n');
        }
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
        json.writeRaw(isInChains(json) ? ",\n" : ",");
    }

    private static boolean isInChains(JsonGenerator json) {
        return CHAINS.equals(json.getOutputContext().getParent().getCurrentName());
    }
}
