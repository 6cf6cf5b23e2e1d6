package io.engram.trace.cli;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.core.EventType;
import io.engram.trace.core.config.Quantities;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that choose events. */
final class Selection {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    @Option(names = "--type", split = ",", paramLabel = "TYPE", converter = TypeConverter.class,
            description = "Only events of this type: priming, interference, reconsolidation, false_memory. "
                    + "Repeat it, or give several with commas.")
    private List<EventType> types;

    @Option(names = "--time-range", paramLabel = "DURATION", converter = DurationConverter.class,
            description = "Only events of so long before --until, or before now: 30s, 15m, 1h, 7d.")
    private Duration timeRange;

    @Option(names = "--since", paramLabel = "TIME", converter = TimeConverter.class,
            description = "Only events at or after this time: RFC 3339, such as 2026-11-24T09:30:00Z.")
    private Instant since;

    @Option(names = "--until", paramLabel = "TIME", converter = TimeConverter.class,
            description = "Only events before this time.")
    private Instant until;

    @Option(names = "--correlation", split = ",", paramLabel = "ID", converter = CorrelationConverter.class,
            description = "Only events with this correlation id: 42 or 0x2a. Repeat it, or give several with commas.")
    private List<Long> correlationIds;

    /** Whether any option was given. */
    boolean isGiven() {
        return types != null || timeRange != null || since != null || until != null || correlationIds != null;
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
        Set<EventType> wanted = types == null ? EnumSet.allOf(EventType.class) : EnumSet.copyOf(types);
        return new EventFilter(wanted, begin == null ? Long.MIN_VALUE : unixNano(begin),
                until == null ? Long.MAX_VALUE : unixNano(until),
                correlationIds == null ? Set.of() : new HashSet<>(correlationIds));
    }

    // Times that 64-bit nanoseconds cannot say, before 1677 and after 2262, stand for the ends of time.
    private static long unixNano(Instant time) {
        try {
            return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS_PER_SECOND), time.getNano());
        } catch (ArithmeticException e) {
            return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** Reads an event type. */
    static final class TypeConverter implements ITypeConverter<EventType> {
        @Override
        public EventType convert(String value) {
            try {
                return EventType.ofLabel(value.strip());
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads an unsigned correlation id. */
    static final class CorrelationConverter implements ITypeConverter<Long> {
        private static final int HEX = 16;

        @Override
        public Long convert(String value) {
            String text = value.strip();
            boolean hex = text.startsWith("0x") || text.startsWith("0X");
            try {
                long id = hex ? Long.parseUnsignedLong(text.substring(2), HEX) : Long.parseUnsignedLong(text);
                if (id != 0) {
                    return id;
                }
            } catch (NumberFormatException e) {
                // Told below, as 0 is.
            }
            throw new TypeConversionException("'" + value + "' is not a correlation id: give 1 to "
                    + Long.toUnsignedString(-1) + ", or 0x and hexadecimal digits");
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
