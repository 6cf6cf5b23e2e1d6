// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The benchmarks that reports know by more than their name, in the order in which reports show them. */
final class Catalogue {
    private static final List<Entry> ENTRIES = List.of(
            new Entry("empty", Group.YARDSTICK, "empty method"),
            new Entry("nanoTime", Group.YARDSTICK, "System.nanoTime()"),
            new Entry("ticks", Group.YARDSTICK, "the tracer's clock"),
            new Entry("rawStore", Group.YARDSTICK, "64 bytes stored"),
            new Entry("switchedOff", Group.TRACER, "switched off"),
            new Entry("notConfigured", Group.TRACER, "on, not configured"),
            new Entry("typeDisabled", Group.TRACER, "type disabled"),
            new Entry("sampledOnePercent", Group.TRACER, "sampled at 1 %"),
            new Entry("priming", Group.TRACER, "priming"),
            new Entry("interference", Group.TRACER, "interference"),
            new Entry("interferenceArray", Group.TRACER, "interference, array of nodes"),
            new Entry("reconsolidation", Group.TRACER, "reconsolidation"),
            new Entry("falseMemory", Group.TRACER, "false memory"),
            new Entry("primingExported", Group.TRACER, "priming, while exporting"),
            new Entry("primingInMemory", Group.TRACER, "priming into memory"),
            new Entry("interferenceInMemory", Group.TRACER, "interference into memory"),
            new Entry("jfr", Group.PEER, "JDK Flight Recorder event"),
            new Entry("agronaRing", Group.PEER, "Agrona OneToOneRingBuffer"),
            new Entry("agronaBroadcast", Group.PEER, "Agrona BroadcastTransmitter"),
            new Entry("jctoolsObjects", Group.PEER, "JCTools SpscArrayQueue, new objects"),
            new Entry("jctoolsPooled", Group.PEER, "JCTools SpscArrayQueue, pooled"),
            new Entry("disruptor", Group.PEER, "LMAX Disruptor"),
            new Entry("chronicleQueue", Group.PEER, "Chronicle Queue"),
            new Entry("log4jAsync", Group.PEER, "Log4j async logger"),
            new Entry("sdkBatch", Group.PEER, "OpenTelemetry SDK, batch processor"),
            new Entry("drain", Group.BATCH, "drain"),
            new Entry("snapshot", Group.BATCH, "snapshot of 160,000 events"),
            new Entry("jsonDocument", Group.BATCH, "JSON document"),
            new Entry("ndjson", Group.BATCH, "NDJSON"),
            new Entry("jsonDocumentFile", Group.BATCH, "JSON document, to the disk"),
            new Entry("otlp", Group.BATCH, "OTLP"),
            new Entry("openTelemetrySdk", Group.BATCH, "OTLP by the OpenTelemetry SDK"),
            new Entry("generatedBuilders", Group.BATCH, "OTLP by protobuf's builders"),
            new Entry("loki", Group.BATCH, "Loki"),
            new Entry("snappyLibrary", Group.BATCH, "Loki's compression alone, by aircompressor"),
            new Entry("otlpLoopback", Group.DELIVERY, "tracer, OTLP"),
            new Entry("sdkLoopbackLargeBatches", Group.DELIVERY, "OpenTelemetry SDK, batches of 8,000"),
            new Entry("sdkLoopback", Group.DELIVERY, "OpenTelemetry SDK, as it comes"));

    /**
     * A benchmark.
     *
     * @param name of the method
     * @param group kind of work
     * @param label what readers call it
     */
    private record Entry(String name, Group group, String label) {
    }

    private Catalogue() {
    }

    /** Place among all benchmarks; those that are not known come last. */
    static int place(String name) {
        OptionalInt found =
                IntStream.range(0, ENTRIES.size()).filter(i -> ENTRIES.get(i).name().equals(name)).findFirst();
        return found.orElse(ENTRIES.size());
    }

    static Group group(String name) {
        return find(name).map(Entry::group).orElse(Group.OTHER);
    }

    static String label(String name) {
        return find(name).map(Entry::label).orElse(name);
    }

    /** A benchmark's label with its parameters but for the kind of ids, which reports set apart. */
    static String label(Result one) {
        StringBuilder text = new StringBuilder(label(one.name()));
        one.parameters().forEach((name, value) -> {
            if (!name.equals("ids")) {
                text.append(", ").append(value);
            }
        });
        return text.toString();
    }

    private static Optional<Entry> find(String name) {
        return ENTRIES.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }
}
