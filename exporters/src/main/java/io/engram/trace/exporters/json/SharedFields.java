// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.exporters.encode.WellFormed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The fields that the events of one type, thread and sampling rate share. */
final class SharedFields {
    private SharedFields() {
    }

    /**
     * The fields from event type to sample rate, with a comma before each, and the name of the next one, which is the
     * position.
     *
     * @param event any
     * @return UTF-8
     */
    static byte[] encode(CognitiveEvent event) {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        put(fields, ",\"" + JsonFields.EVENT_TYPE + "\":\"" + event.eventType().label()
                + "\",\"" + JsonFields.THREAD_ID + "\":" + event.thread().id()
                + ",\"" + JsonFields.THREAD_NAME + "\":\"");
        fields.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(WellFormed.text(event.thread().name())));
        put(fields, "\",\"" + JsonFields.SAMPLE_RATE + "\":" + event.sampleRate()
                + ",\"" + JsonFields.POSITION + "\":");
        return fields.toByteArray();
    }

    private static void put(ByteArrayOutputStream fields, String ascii) {
        fields.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }
}
