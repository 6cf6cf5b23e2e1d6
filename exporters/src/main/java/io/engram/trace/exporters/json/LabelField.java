// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.encode.ShortText;
import io.engram.trace.exporters.encode.WellFormed;
import io.engram.trace.exporters.labels.LabelledNodes;
import io.engram.trace.exporters.labels.NodeLabels;

/** The field with the words for an event's nodes; an event none of whose nodes has one is without it. */
final class LabelField {
    private static final ShortText BEGIN = ShortText.of(",\"" + JsonFields.LABELS + "\":{\"");
    private static final ShortText NEXT = ShortText.of("\",\"");
    private static final ShortText COLON = ShortText.of("\":\"");
    private static final ShortText END = ShortText.of("\"}}");
    private static final int MAX_ESCAPED_BYTES = 6;
    private static final int MAX_OTHER_BYTES = 32;

    private final LabelledNodes nodes;

    LabelField(NodeLabels labels) {
        this.nodes = new LabelledNodes(labels);
    }

    /** How many bytes it takes at most. */
    int maxBytes() {
        return nodes.areNone() ? 0 : LabelledNodes.MAX
                * (MAX_ESCAPED_BYTES * NodeLabels.MAX_LENGTH + MAX_OTHER_BYTES) + MAX_OTHER_BYTES;
    }

    /** Puts it at the end of the object that the buffer ends with. */
    void addTo(CognitiveEvent event, EncodeBuffer out) {
        int size = nodes.take(event);
        if (size > 0) {
            // Into the object: before the brace that closes it.
            out.truncate(out.length() - 1);
            put(size, out);
        }
    }

    /**
     * Writes it, with the end of the event's object.
     *
     * @return whether there is anything to write
     */
    boolean put(CognitiveEvent event, EncodeBuffer out) {
        int size = nodes.take(event);
        if (size > 0) {
            put(size, out);
        }
        return size > 0;
    }

    private void put(int size, EncodeBuffer out) {
        out.put(BEGIN);
        for (int i = 0; i < size; i++) {
            if (i > 0) {
                out.put(NEXT);
            }
            out.putDecimal(nodes.id(i));
            out.put(COLON);
            out.put(JsonStringEncoder.getInstance().quoteAsUTF8(WellFormed.text(nodes.label(i))));
        }
        out.put(END);
    }
}
