// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli.demo;

import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keeps every event, arrays copied; thread safe. */
final class RecordingSink implements TraceSink {

    sealed interface Event permits Priming, Interference, Reconsolidation, FalseMemory {
        long correlationId();
    }

    record Priming(long correlationId, PrimingType type, float strength, long source, long target) implements Event {
    }

    record Interference(
        long correlationId, InterferenceType type, float magnitude, long target, List<Long> competing)
        implements Event {
    }

    record Reconsolidation(
        long correlationId, long node, float window, int modifications, long fields, float plasticity)
        implements Event {
    }

    record FalseMemory(long correlationId, long lure, float confidence, List<Long> sources) implements Event {
    }

    private final List<Event> events = new ArrayList<>();

    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    <T extends Event> List<T> events(final Class<T> type) {
        return events().stream().filter(type::isInstance).map(type::cast).toList();
    }

    private synchronized void add(final Event event) {
        events.add(event);
    }

    private static List<Long> copy(final long[] nodes, final int length) {
        return Arrays.stream(nodes, 0, length).boxed().toList();
    }

    @Override
    public void priming(
        final long correlationId, final PrimingType type, final float strength, final long source, final long target) {
        add(new Priming(correlationId, type, strength, source, target));
    }

    @Override
    public void interference(
        final long correlationId, final InterferenceType type, final float magnitude, final long target,
        final long[] competing, final int length) {
        add(new Interference(correlationId, type, magnitude, target, copy(competing, length)));
    }

    @Override
    public void reconsolidation(
        final long correlationId, final long node, final float windowPosition, final int modificationCount,
        final long modifiedFields, final float plasticity) {
        add(new Reconsolidation(correlationId, node, windowPosition, modificationCount, modifiedFields, plasticity));
    }

    @Override
    public void falseMemory(
        final long correlationId, final long lure, final float confidence, final long[] sources, final int length) {
        add(new FalseMemory(correlationId, lure, confidence, copy(sources, length)));
    }
}
