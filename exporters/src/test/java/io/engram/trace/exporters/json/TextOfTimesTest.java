// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engram.trace.exporters.encode.EncodeBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextOfTimesTest {
    private static final DateTimeFormatter RFC_3339 =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

    @Test
    void shouldWriteTimesAsTheJdkDoes() {
        Rfc3339 text = new Rfc3339();
        TimeFields fields = new TimeFields();
        EncodeBuffer out = new EncodeBuffer(1);
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            // All of 1678 to 2262, leap days included; every second time close to the last one.
            long unixNano = i % 2 == 0 ? random.nextLong() : random.nextLong(4_000_000_000L);
            Instant time = Instant.ofEpochSecond(Math.floorDiv(unixNano, 1_000_000_000L),
                    Math.floorMod(unixNano, 1_000_000_000L));
            out.clear();
            text.put(unixNano, out);
            assertEquals(RFC_3339.format(time), text(out));
            out.clear();
            out.ensure(TimeFields.MAX_BYTES);
            out.advance(fields.put(unixNano, out.array(), 0));
            assertEquals("{\"time_unix_nano\":\"" + unixNano + "\",\"timestamp\":\"" + RFC_3339.format(time) + "\"",
                    text(out));
        }
    }

    private static String text(EncodeBuffer out) {
        return new String(out.array(), 0, out.length(), StandardCharsets.US_ASCII);
    }
}
