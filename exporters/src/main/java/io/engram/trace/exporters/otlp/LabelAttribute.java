// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.labels.LabelledNodes;
import io.engram.trace.exporters.labels.NodeLabels;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;

/**
 * The attribute with the words for an event's nodes, by id; an event none of whose nodes has one is without it.
 *
 * <p>Assumptions: one thread uses it.
 */
final class LabelAttribute {
    private static final int ATTRIBUTE = message(LogRecord.ATTRIBUTES_FIELD_NUMBER);
    private static final int LIST = message(AnyValue.KVLIST_VALUE_FIELD_NUMBER);
    private static final int ELEMENT = message(KeyValueList.VALUES_FIELD_NUMBER);

    private final LabelledNodes nodes;

    LabelAttribute(NodeLabels labels) {
        this.nodes = new LabelledNodes(labels);
    }

    private static int message(int fieldNumber) {
        return EncodeBuffer.tag(fieldNumber, EncodeBuffer.LENGTH_DELIMITED);
    }

    /** Writes it into a log record. */
    void put(CognitiveEvent event, EncodeBuffer out) {
        int size = nodes.take(event);
        if (size == 0) {
            return;
        }
        int attribute = out.beginMessage(ATTRIBUTE);
        out.putTextField(Attribute.KEY, OtlpAttributes.NODE_LABELS);
        int value = out.beginMessage(Attribute.VALUE);
        int list = out.beginMessage(LIST);
        for (int i = 0; i < size; i++) {
            Attribute.putText(out, ELEMENT, Long.toUnsignedString(nodes.id(i)), nodes.label(i));
        }
        out.endMessage(list);
        out.endMessage(value);
        out.endMessage(attribute);
    }
}
