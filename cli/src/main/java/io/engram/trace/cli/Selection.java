// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.core.config.Quantities;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that choose events, by their time too. */
final class Selection {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    @Mixin
    private EventChoice choice;

    @Option(names = "--time-range", paramLabel = "DURATION", converter = DurationConverter.class,
            description = "Only events of so long before --until, or before now: 30s, 15m, 1h, 7d.")
    private Duration timeRange;

    @Option(names = "--since", paramLabel = "TIME", converter = TimeConverter.class,
            description = "Only events at or after this time: RFC 3339, such as 2026-11-24T09:30:00Z.")
    private Instant since;

    @Option(names = "--until", paramLabel = "TIME", converter = TimeConverter.class,
            description = "Only events before this time.")
    private Instant until;

    /** Whether any option was given. */
    boolean isGiven() {
        return choice.isGiven() || timeRange != null || since != null || until != null;
    }

    /**
     * The filter that the options make.
     *
     * @throws IllegalArgumentException if they contradict each other
     */
    EventFilter filter(Instant now) {
        if (since != null && timeRange != null) {
            throw new IllegalArgumentException("--since and --time-range both say where to begin: give one of them");
        }
        Instant end = until != null ? until : now;
        Instant begin = timeRange != null ? end.minus(timeRange) : since;
        if (begin != null && until != null && !begin.isBefore(until)) {
            throw new IllegalArgumentException(
                    "--since " + begin + " is not before --until " + until + ": no event can lie between them");
        }
        return choice.filter(begin == null ? Long.MIN_VALUE : unixNano(begin),
                until == null ? Long.MAX_VALUE : unixNano(until));
    }

    // Times that 64-bit nanoseconds cannot say, before 1677 and after 2262, stand for the ends of time.
    private static long unixNano(Instant time) {
        try {
            return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS_PER_SECOND), time.getNano());
        } catch (ArithmeticException e) {
            return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** Reads a duration. */
    static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String value) {
            try {
                return Quantities.parseDuration(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads a time. */
    static final class TimeConverter implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String value) {
            try {
                return OffsetDateTime.parse(value.strip()).toInstant();
            } catch (DateTimeException e) {
                throw new TypeConversionException("'" + value
                        + "' is not an RFC 3339 time with an offset: give one such as 2026-11-24T09:30:00Z");
            }
        }
    }
}
