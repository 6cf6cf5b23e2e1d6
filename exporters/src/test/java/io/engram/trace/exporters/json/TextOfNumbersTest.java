package io.engram.trace.exporters.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engram.trace.exporters.encode.DecimalText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextOfNumbersTest {
    private static final DateTimeFormatter RFC_3339 =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

    @Test
    void shouldWriteTimesAsTheJdkDoes() {
        Rfc3339 text = new Rfc3339();
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            // All of 1678 to 2262, leap days included; every second time close to the last one.
            long unixNano = i % 2 == 0 ? random.nextLong() : random.nextLong(4_000_000_000L);
            Instant time = Instant.ofEpochSecond(Math.floorDiv(unixNano, 1_000_000_000L),
                    Math.floorMod(unixNano, 1_000_000_000L));
            assertEquals(RFC_3339.format(time), new String(text.format(unixNano), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void shouldWriteUnsignedNumbersAsTheJdkDoes() {
        DecimalText text = new DecimalText();
        Random random = new Random(2);
        for (int i = 0; i < 200_000; i++) {
            check(text, random.nextLong() >>> random.nextInt(64));
        }
        for (long power = 1; power > 0; power *= 10) {
            check(text, power - 1);
            check(text, power);
            check(text, -power);
            if (power > Long.MAX_VALUE / 10) {
                break;
            }
        }
        check(text, -1);
        check(text, Long.MIN_VALUE);
        check(text, Long.MAX_VALUE);
    }

    private static void check(DecimalText text, long value) {
        text.format(value);
        assertEquals(Long.toUnsignedString(value),
                new String(text.bytes(), text.start(), text.length(), StandardCharsets.US_ASCII));
    }
}
