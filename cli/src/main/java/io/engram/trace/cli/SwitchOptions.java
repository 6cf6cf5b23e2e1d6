// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.collector.tracefile.SwitchChange;
import io.engram.trace.collector.tracefile.Switches;
import io.engram.trace.core.EventType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say which events a process shall record, and how many of them. */
final class SwitchOptions {
    private static final String ALL = "all";

    @Option(names = "--enable", split = ",", paramLabel = "TYPE", converter = TypesConverter.class,
            description = "Record events of this type: priming, interference, reconsolidation, false_memory, or all. "
                    + "Repeat it, or give several with commas.")
    private List<Named> enabled = new ArrayList<>();

    @Option(names = "--disable", split = ",", paramLabel = "TYPE", converter = TypesConverter.class,
            description = "Record no events of this type.")
    private List<Named> disabled = new ArrayList<>();

    @Option(names = "--sample-rate", paramLabel = "[TYPE=]RATE", converter = RateConverter.class,
            description = "Record this share of the events of a type, 0.0 to 1.0; without a type, or with all, of each "
                    + "type that is on. Repeat it for several types.")
    private List<Rate> rates = new ArrayList<>();

    /** The types that a name stands for. Not a set: picocli would take that apart. */
    record Named(Set<EventType> types) {
    }

    /** A rate for a type, or for every type that is on. */
    record Rate(EventType type, double value) {
    }

    /** Whether any option was given. */
    boolean isGiven() {
        return !enabled.isEmpty() || !disabled.isEmpty() || !rates.isEmpty();
    }

    /**
     * What has to change.
     *
     * @param now what is in force
     * @throws IllegalArgumentException if the options contradict each other, or set the rate of what is off
     */
    Map<EventType, SwitchChange> changes(Switches now) {
        Set<EventType> on = union(enabled);
        Set<EventType> off = union(disabled);
        Map<EventType, SwitchChange> changes = new EnumMap<>(EventType.class);
        Set<EventType> rated = EnumSet.noneOf(EventType.class);
        for (EventType type : EventType.values()) {
            if (on.contains(type) && off.contains(type)) {
                throw new IllegalArgumentException(
                        "--enable and --disable both name " + type.label() + ": give one of them");
            }
            if (on.contains(type)) {
                changes.put(type, SwitchChange.ON);
            } else if (off.contains(type)) {
                changes.put(type, SwitchChange.OFF);
            }
            if (on.contains(type) || now.of(type).on() && !off.contains(type)) {
                rated.add(type);
            }
        }
        // What is said of a type wins over what is said of all, wherever it stands.
        rates.stream().filter(rate -> rate.type == null).forEach(rate -> setAll(rate, rated, changes));
        rates.stream().filter(rate -> rate.type != null).forEach(rate -> set(rate, rated, changes));
        return changes;
    }

    private static void setAll(Rate rate, Set<EventType> rated, Map<EventType, SwitchChange> changes) {
        if (rated.isEmpty()) {
            throw new IllegalArgumentException("--sample-rate " + Texts.rate(rate.value)
                    + ": no event type is on: give --enable too");
        }
        rated.forEach(type -> changes.put(type, SwitchChange.rate(rate.value)));
    }

    private static void set(Rate rate, Set<EventType> rated, Map<EventType, SwitchChange> changes) {
        String label = rate.type.label();
        if (!rated.contains(rate.type)) {
            throw new IllegalArgumentException("--sample-rate " + label + "=" + Texts.rate(rate.value) + ": " + label
                    + " is off: give --enable " + label + " too");
        }
        changes.put(rate.type, SwitchChange.rate(rate.value));
    }

    private static Set<EventType> union(List<Named> names) {
        Set<EventType> union = EnumSet.noneOf(EventType.class);
        names.forEach(name -> union.addAll(name.types));
        return union;
    }

    private static Set<EventType> types(String name) {
        if (name.toLowerCase(Locale.ROOT).equals(ALL)) {
            return EnumSet.allOf(EventType.class);
        }
        try {
            return EnumSet.of(EventType.ofLabel(name));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage().replace(" or false_memory", ", false_memory or all"));
        }
    }

    /** Reads an event type, or all. */
    static final class TypesConverter implements ITypeConverter<Named> {
        @Override
        public Named convert(String value) {
            return new Named(types(value.strip()));
        }
    }

    /** Reads a rate, with or without a type before it. */
    static final class RateConverter implements ITypeConverter<Rate> {
        @Override
        public Rate convert(String value) {
            int equals = value.indexOf('=');
            Set<EventType> types = equals < 0 ? Set.of() : types(value.substring(0, equals).strip());
            String number = value.substring(equals + 1).strip();
            try {
                double rate = Double.parseDouble(number);
                if (rate >= 0 && rate <= 1) {
                    return new Rate(types.size() == 1 ? types.iterator().next() : null, rate);
                }
            } catch (NumberFormatException e) {
                // Told below, as what is out of range is.
            }
            throw new TypeConversionException("'" + number + "' is not a sample rate: give 0.0 to 1.0");
        }
    }
}
