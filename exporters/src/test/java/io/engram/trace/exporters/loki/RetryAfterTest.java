// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({"0, 0", "' 7 ', 7", "3600, 3600", "3601, 3600", "99999999999999999999, 3600",
        "'Thu, 01 Jan 2026 00:00:30 GMT', 30", "'Thu, 01 Jan 2026 03:00:00 GMT', 3600",
        "'Wed, 31 Dec 2025 23:00:00 GMT', 0"})
    void shouldReadSecondsAndDates(String value, long seconds) {
        assertEquals(Duration.ofSeconds(seconds), RetryAfter.parse(value, NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5", "soon", "2026-01-01T00:00:30Z", "Thu, 32 Jan 2026 00:00:30 GMT"})
    void shouldPassOverWhatIsNeither(String value) {
        assertNull(RetryAfter.parse(value, NOW));
    }
}
