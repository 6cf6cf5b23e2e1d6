// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.encode.ShortText;
import io.engram.trace.exporters.encode.WellFormed;
import io.engram.trace.exporters.labels.NodeLabels;

/** The field with the words for an event's nodes; an event none of whose nodes has one is without it. */
final class LabelField {
    private static final ShortText BEGIN = ShortText.of(",\"" + JsonFields.LABELS + "\":{\"");
    private static final ShortText NEXT = ShortText.of("\",\"");
    private static final ShortText COLON = ShortText.of("\":\"");
    private static final ShortText END = ShortText.of("\"}}");
    private static final int MAX_NODES = 4;
    private static final int MAX_ESCAPED_BYTES = 6;
    private static final int MAX_OTHER_BYTES = 32;

    private final NodeLabels labels;
    private final long[] nodes = new long[MAX_NODES];
    private int size;

    LabelField(NodeLabels labels) {
        this.labels = labels;
    }

    /** How many bytes it takes at most. */
    int maxBytes() {
        return labels.isEmpty() ? 0
                : MAX_NODES * (MAX_ESCAPED_BYTES * NodeLabels.MAX_LENGTH + MAX_OTHER_BYTES) + MAX_OTHER_BYTES;
    }

    /** Puts it at the end of the object that the buffer ends with. */
    void addTo(CognitiveEvent event, EncodeBuffer out) {
        if (labels.isEmpty()) {
            return;
        }
        takeNodes(event);
        if (size == 0) {
            return;
        }
        // Into the object: before the brace that closes it.
        out.truncate(out.length() - 1);
        for (int i = 0; i < size; i++) {
            out.put(i == 0 ? BEGIN : NEXT);
            out.putDecimal(nodes[i]);
            out.put(COLON);
            out.put(JsonStringEncoder.getInstance().quoteAsUTF8(WellFormed.text(labels.of(nodes[i]))));
        }
        out.put(END);
    }

    private void takeNodes(CognitiveEvent event) {
        size = 0;
        take(event.subjectNode());
        NodeIds others = event.otherNodes();
        for (int i = 0; i < others.size(); i++) {
            take(others.get(i));
        }
    }

    // Each once: a name that occurs twice in an object means different things to different readers.
    private void take(long id) {
        for (int i = 0; i < size; i++) {
            if (nodes[i] == id) {
                return;
            }
        }
        if (labels.of(id) != null) {
            nodes[size++] = id;
        }
    }
}
