// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.core.EventType;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that choose events by what they are. */
final class EventChoice {
    @Option(names = "--type", split = ",", paramLabel = "TYPE", converter = TypeConverter.class,
            description = "Only events of this type: priming, interference, reconsolidation, false_memory. "
                    + "Repeat it, or give several with commas.")
    private List<EventType> types;

    @Option(names = "--correlation", split = ",", paramLabel = "ID", converter = CorrelationConverter.class,
            description = "Only events with this correlation id: 42 or 0x2a. Repeat it, or give several with commas.")
    private List<Long> correlationIds;

    /** Whether any option was given. */
    boolean isGiven() {
        return types != null || correlationIds != null;
    }

    /**
     * The filter that the options make.
     *
     * @param sinceUnixNano earliest time, inclusive
     * @param untilUnixNano latest time, exclusive
     */
    EventFilter filter(long sinceUnixNano, long untilUnixNano) {
        Set<EventType> wanted = types == null ? EnumSet.allOf(EventType.class) : EnumSet.copyOf(types);
        return new EventFilter(wanted, sinceUnixNano, untilUnixNano,
                correlationIds == null ? Set.of() : new HashSet<>(correlationIds));
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
}
