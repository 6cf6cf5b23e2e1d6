// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({"0ms, PT0S", "250ms, PT0.25S", "5s, PT5S", "' 5 S ', PT5S", "2m, PT2M", "3h, PT3H", "1d, PT24H",
            "PT1.5S, PT1.5S", "p1dt1s, PT24H1S", "999999999999999999ms, PT277777777777H46M39.999S"})
    void shouldReadDurations(String text, Duration expected) {
        assertEquals(expected, Quantities.parseDuration(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-5s", "5.5s", "5 sec", "5us", "PT", "P-1D", "PT-0.001S",
            "9999999999999999999ms", "999999999999999999d", "999999999999999999m", "٥s"})
    void shouldRejectWhatIsNoDuration(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> Quantities.parseDuration(text))
                .getMessage();
        assertTrue(message.contains("'" + text + "'") && message.contains("ms, s, m, h or d"), message);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "4096, 4096", "1KiB, 1024", "16 mib, 16777216", "' 2GIB ', 2147483648",
            "8589934591GiB, 9223372035781033984", "9223372036854775807, 9223372036854775807"})
    void shouldReadSizes(String text, long expected) {
        assertEquals(expected, Quantities.parseBytes(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5MiB", "1MB", "1k", "MiB", "0x10", "1 000", "99999999999999999999"})
    void shouldRejectWhatIsNoSize(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> Quantities.parseBytes(text)).getMessage();
        assertTrue(message.contains("'" + text + "'") && message.contains("KiB, MiB or GiB"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8589934592GiB", "999999999999999999GiB", "9223372036854775808"})
    void shouldRejectSizesBeyondALong(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> Quantities.parseBytes(text)).getMessage();
        assertTrue(message.contains("'" + text + "'") && message.contains("2^63"), message);
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0ms", "PT1.5S, 1500ms", "PT24H, 86400000ms", "PT0.0015S, PT0.0015S",
            "PT2562047788015215H30M7S, PT2562047788015215H30M7S"})
    void shouldWriteDurationsSoThatTheyAreReadTheSame(Duration duration, String text) {
        assertEquals(text, Quantities.format(duration));
        assertEquals(duration, Quantities.parseDuration(text));
    }
}
