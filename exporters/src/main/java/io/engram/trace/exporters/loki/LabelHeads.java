// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.encode.RepeatedText;
import java.util.Arrays;

/**
 * What stands before a label's value in a stream: tags, lengths and the name. A text for each length, because the
 * lengths of label and value stand in it; each is made when it is needed first.
 *
 * <p>Assumptions: one thread uses it.
 */
final class LabelHeads {
    private static final int NAMES = MetadataName.values().length;
    // Three ids of 20 digits and the commas between them take 62.
    private static final int MAX_VALUE_BYTES = 64;

    private final RepeatedText[] heads = new RepeatedText[NAMES * (MAX_VALUE_BYTES + 1)];

    /** The head of a label whose value takes 1 to 64 bytes. */
    RepeatedText of(MetadataName name, int valueBytes) {
        int index = name.ordinal() * (MAX_VALUE_BYTES + 1) + valueBytes;
        RepeatedText head = heads[index];
        if (head == null) {
            head = make(name, valueBytes);
            heads[index] = head;
        }
        return head;
    }

    private static RepeatedText make(MetadataName name, int valueBytes) {
        EncodeBuffer field = new EncodeBuffer(MAX_VALUE_BYTES);
        field.putTextField(ProtobufEntry.FIELD_1_TEXT, name.label());
        field.putVarintField(ProtobufEntry.FIELD_2_TEXT, valueBytes);
        EncodeBuffer head = new EncodeBuffer(MAX_VALUE_BYTES);
        head.putVarintField(ProtobufEntry.FIELD_3_TEXT, field.length() + valueBytes);
        head.put(field.array(), 0, field.length());
        return new RepeatedText(Arrays.copyOf(head.array(), head.length()));
    }
}
