// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.management.CognitiveTracerMXBean;
import io.engram.trace.core.management.ExporterAccount;
import io.engram.trace.core.management.TypeAccount;
import io.engram.trace.core.spi.CollectorFactory;
import io.engram.trace.core.spi.DrainReport;
import io.engram.trace.core.spi.TraceCollector;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.ExporterStats;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tracers as JMX shows them, and what that costs whoever has no JMX. */
@Timeout(120)
class JmxTest {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final String WARNING = "Tracers are not shown in JMX";

    @TempDir
    private Path folder;
    // Of tracers that other tests of this JVM did not close.
    private final Set<ObjectName> others = allNames();

    private static Set<ObjectName> allNames() {
        try {
            return new TreeSet<>(SERVER.queryNames(new ObjectName("io.engram.trace:type=CognitiveTracer,*"), null));
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TracingConfig.Builder config() {
        return TracingConfig.development().toBuilder().traceFile(false);
    }

    private Set<ObjectName> names() {
        Set<ObjectName> names = allNames();
        names.removeAll(others);
        return names;
    }

    private ObjectName name() {
        assertEquals(1, names().size(), () -> names().toString());
        return names().iterator().next();
    }

    private static CognitiveTracerMXBean bean(ObjectName name) {
        return JMX.newMXBeanProxy(SERVER, name, CognitiveTracerMXBean.class);
    }

    @Test
    void shouldShowWhatBecameOfEveryEvent() {
        try (CognitiveTracer tracer = CognitiveTracer.start(config().ringCapacity(4).build(), null,
                TraceClock.system())) {
            for (int i = 0; i < 6; i++) {
                tracer.tracePriming(PrimingType.SEMANTIC, 1, 1, 2);
            }
            tracer.tracePriming(null, 1, 1, 2);
            CognitiveTracerMXBean bean = bean(name());
            TypeAccount priming = bean.getTypes().get("priming");
            assertEquals(new TypeAccount(true, 1.0, 7, 0,
                    Map.of("no_ring", 0L, "closed", 0L, "invalid_argument", 1L, "contended", 0L), 6, 0, 2,
                    noDiscards(), 4, 0, 3), priming);
            assertEquals(Set.of("priming", "interference", "reconsolidation", "false_memory"),
                    bean.getTypes().keySet());
            assertEquals(List.of(7L, 6L, 0L, 3L, 4L), List.of(bean.getObserved(), bean.getRecorded(),
                    bean.getExported(), bean.getLost(), bean.getWaiting()));
            assertEquals(1, bean.getRings());
            assertEquals(16, bean.getMaxRings());
            assertEquals(tracer.stats().memoryBytes(), bean.getMemoryBytes());
            assertEquals(tracer.stats().memoryLimitBytes(), bean.getMemoryLimitBytes());
            assertEquals("", bean.getTraceFile());
            assertEquals("nano", bean.getClock());
            assertEquals(Map.of(), bean.getExporters());
        }
    }

    private static Map<String, Long> noDiscards() {
        Map<String, Long> none = new TreeMap<>();
        Arrays.stream(DiscardReason.values()).forEach(reason -> none.put(reason.label(), 0L));
        return none;
    }

    /** A monitor has none of our classes. */
    @Test
    void shouldBeReadableWithoutItsClasses() throws JMException {
        try (CognitiveTracer tracer = CognitiveTracer.start(config().build())) {
            tracer.traceReconsolidation(1, 0.5f, 1, 1, 1);
            TabularData types = (TabularData) SERVER.getAttribute(name(), "Types");
            CompositeData row = types.get(new Object[] {"reconsolidation"});
            CompositeData account = (CompositeData) row.get("value");
            assertEquals(1L, account.get("recorded"));
            assertEquals(1.0, account.get("sampleRate"));
            TabularData rejected = (TabularData) account.get("rejected");
            assertEquals(0L, rejected.get(new Object[] {"no_ring"}).get("value"));
        }
    }

    @Test
    void shouldShowExporters() {
        ExporterStats stats = new ExporterStats("ndjson /var/a=b,c", 10, 5, Map.of(DiscardReason.REFUSED, 2L), 2, 256,
                1, 64, 3, 4, 5, 6, "disk full");
        CollectorFactory factory = (source, config) -> new TraceCollector() {
            @Override
            public DrainReport flush(Duration timeout) {
                return new DrainReport(timeout.equals(Duration.ofMillis(1_500)), 7, 8);
            }

            @Override
            public DrainReport close(Duration timeout) {
                return new DrainReport(true, 0, 0);
            }

            @Override
            public List<ExporterStats> exporterStats() {
                return List.of(stats, stats);
            }
        };
        try (CognitiveTracer tracer = CognitiveTracer.start(
                config().traceFile(true).traceFileFolder(folder.resolve("t")).build(), factory)) {
            CognitiveTracerMXBean bean = bean(name());
            ExporterAccount account = new ExporterAccount(10, 5, Map.of("refused", 2L), 2, 256, 1, 64, 3, 4, 5, 6,
                    "disk full");
            assertEquals(Map.of("ndjson /var/a=b,c", account, "ndjson /var/a=b,c-2", account), bean.getExporters());
            assertEquals(new DrainReport(true, 7, 8), bean.flush(1_500));
            assertEquals(tracer.traceFile().orElseThrow().toString(), bean.getTraceFile());
        }
    }

    @Test
    void shouldSwitchTypesAndRates() {
        try (CognitiveTracer tracer = CognitiveTracer.start(config().build())) {
            CognitiveTracerMXBean bean = bean(name());
            bean.setEnabled("priming", false);
            bean.setSampleRate("false-memory", 0);
            tracer.tracePriming(PrimingType.SEMANTIC, 1, 1, 2);
            tracer.traceFalseMemory(1, 1, new long[0], 0);
            bean.setSampleRate("priming", 0.25);
            Map<String, TypeAccount> types = bean.getTypes();
            assertFalse(types.get("priming").enabled());
            assertEquals(0.25, types.get("priming").sampleRate());
            assertEquals(0, types.get("priming").observed());
            assertEquals(0.0, types.get("false_memory").sampleRate());
            assertEquals(1, types.get("false_memory").sampledOut());
            bean.setEnabled("priming", true);
            assertTrue(bean.getTypes().get("priming").enabled());
            assertEquals(0.25, bean.getTypes().get("priming").sampleRate());
            tracer.setSampleRate(EventType.PRIMING, 1);
            tracer.tracePriming(PrimingType.SEMANTIC, 1, 1, 2);
            assertEquals(1, bean.getTypes().get("priming").recorded());
        }
    }

    @Test
    void shouldSayInALineWhatIsWrong() {
        try (CognitiveTracer tracer = CognitiveTracer.start(config().build())) {
            assertEquals("event type 'primin' is unknown: give priming, interference, reconsolidation or false_memory",
                    message("setEnabled", "primin", true));
            assertEquals("event type '' is unknown: give priming, interference, reconsolidation or false_memory",
                    message("setSampleRate", "", 0.5));
            assertEquals("priming sample rate NaN is out of range: give 0.0 to 1.0",
                    message("setSampleRate", "priming", Double.NaN));
            assertEquals("priming sample rate 1.5 is out of range: give 0.0 to 1.0",
                    message("setSampleRate", "priming", 1.5));
            assertEquals("flush timeout -1 is out of range: give 0 to 86400000 ms", message("flush", -1L));
            assertEquals("flush timeout 86400001 is out of range: give 0 to 86400000 ms",
                    message("flush", 86_400_001L));
            assertEquals(new DrainReport(true, 0, 0), tracer.flush(Duration.ZERO));
        }
    }

    private String message(String operation, Object... arguments) {
        String[] types = Arrays.stream(arguments).map(argument -> switch (argument) {
            case Boolean flag -> boolean.class.getName();
            case Double rate -> double.class.getName();
            case Long millis -> long.class.getName();
            default -> String.class.getName();
        }).toArray(String[]::new);
        RuntimeMBeanException e = assertThrows(RuntimeMBeanException.class,
                () -> SERVER.invoke(name(), operation, arguments, types));
        return assertThrows(IllegalArgumentException.class, () -> {
            throw e.getCause();
        }).getMessage();
    }

    @Test
    void shouldGiveEachTracerANameAndTakeItBackAtClose() {
        CognitiveTracer one = CognitiveTracer.start(config().build());
        ObjectName first = name();
        CognitiveTracer other = CognitiveTracer.start(config().build());
        assertEquals(2, names().size());
        one.tracePriming(PrimingType.SEMANTIC, 1, 1, 2);
        assertEquals(1, bean(first).getRecorded());
        one.close();
        assertFalse(names().contains(first));
        assertEquals(0, bean(name()).getRecorded());
        one.close();
        assertEquals(1, names().size(), "the other's stays");
        try (CognitiveTracer third = CognitiveTracer.start(config().build())) {
            assertTrue(names().contains(first), "free again");
            third.close(Duration.ZERO);
        }
        other.close();
        assertEquals(Set.of(), names());
    }

    @Test
    void shouldCloseEvenIfSomebodyElseUnregisteredIt() throws JMException {
        CognitiveTracer tracer = CognitiveTracer.start(config().build());
        SERVER.unregisterMBean(name());
        assertTrue(tracer.close(Duration.ZERO).complete());
    }

    @Test
    void shouldShowOnlyWhatIsToBeShown() {
        for (TracingConfig config : List.of(TracingConfig.disabled(), config().jmx(false).build())) {
            try (CognitiveTracer tracer = CognitiveTracer.start(config)) {
                tracer.tracePriming(PrimingType.SEMANTIC, 1, 1, 2);
                assertEquals(Set.of(), names());
            }
        }
        try (CognitiveTracer tracer = CognitiveTracer.start(TracingConfig.disabled().toBuilder().jmx(true).build())) {
            bean(name()).setEnabled("priming", true);
            tracer.tracePriming(PrimingType.SEMANTIC, 1, 1, 2);
            assertEquals(1, bean(name()).getRecorded());
        }
    }

    private static WeakReference<CognitiveTracer> forget() {
        return new WeakReference<>(CognitiveTracer.start(config().build()));
    }

    @Test
    void shouldTakeForgottenTracersBack() throws InterruptedException {
        WeakReference<CognitiveTracer> tracer = forget();
        assertTrue(comesTrue(() -> tracer.refersTo(null)), "the server keeps the tracer");
        assertTrue(comesTrue(() -> names().isEmpty()), () -> names().toString());
    }

    private static boolean comesTrue(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + LONG_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            System.gc();
            Thread.sleep(10);
        }
        return true;
    }

    private String[] run(String... options) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), JmxMain.class.getName()));
        Process process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the JVM hangs");
        assertEquals(0, process.exitValue(), Files.readString(err));
        return new String[] {Files.readString(out).strip(), Files.readString(err).strip()};
    }

    @Test
    void shouldTraceInSilenceWhereThereIsNoJmx() throws IOException, InterruptedException {
        assertEquals(List.of("2", ""), List.of(run("--limit-modules", "java.logging")));
    }

    @Test
    void shouldSayOnceWhyItIsNotShown() throws IOException, InterruptedException {
        String[] said = run("-Djavax.management.builder.initial=no.such.Builder");
        assertEquals("2", said[0]);
        assertTrue(said[1].contains(WARNING) && said[1].contains("no.such.Builder")
                && said[1].contains("engram.trace.jmx=false"), said[1]);
        assertEquals(said[1].indexOf(WARNING), said[1].lastIndexOf(WARNING), said[1]);
    }
}
