// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.core.EventType;
import io.engram.trace.core.config.TracingConfig;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** Whatever is in range survives; whatever is not is refused. */
class ConfigProperties {
    private static final long DAY_NANOS = Duration.ofDays(1).toNanos();

    @Property(tries = 1_000)
    void shouldReadBackWhatItWrites(@ForAll("configs") TracingConfig config) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(config.toString()));
        TracingConfig read = TracingConfig.fromProperties(properties);
        assertEquals(config, read);
        assertEquals(config.hashCode(), read.hashCode());
        assertEquals(config.toString(), read.toString());
        for (EventType type : EventType.values()) {
            assertEquals(config.isEnabled(type), read.isEnabled(type));
            assertEquals(config.sampleRate(type), read.sampleRate(type));
        }
        assertEquals(config.ringCapacity(), read.ringCapacity());
        assertEquals(config.memoryLimitBytes(), read.memoryLimitBytes());
        assertEquals(config.maxRings(), read.maxRings());
        assertEquals(config.exportBatchSize(), read.exportBatchSize());
        assertEquals(config.exportInterval(), read.exportInterval());
        assertEquals(config.formats(), read.formats());
        assertEquals(config.output(), read.output());
        assertEquals(config.rotateBytes(), read.rotateBytes());
        assertEquals(config.hasJmx(), read.hasJmx());
        assertEquals(config.closeTimeout(), read.closeTimeout());
        assertEquals(config.shutdownTimeout(), read.shutdownTimeout());
    }

    @Property(tries = 1_000)
    void shouldBeEqualOnlyToWhatIsTheSame(@ForAll("configs") TracingConfig one, @ForAll("configs") TracingConfig other) {
        assertEquals(one, one.toBuilder().build());
        assertEquals(one.equals(other), one.toString().equals(other.toString()));
    }

    @Property(tries = 1_000)
    void shouldNeverTakeMoreMemoryThanItsLimit(@ForAll("configs") TracingConfig config) {
        assertTrue(config.maxRings() >= 1);
        assertTrue(TracingConfig.fixedBytes() + config.maxRings() * config.ringBytes() <= config.memoryLimitBytes());
        assertTrue(config.maxRings() == 1 << 16
                || TracingConfig.fixedBytes() + (config.maxRings() + 1L) * config.ringBytes() > config.memoryLimitBytes());
    }

    @Property
    void shouldRefuseEveryRateOutOfRange(@ForAll double rate, @ForAll EventType type) {
        Assume.that(!(rate >= 0 && rate <= 1));
        assertRefused("sample-rate", type.label().replace('_', '-') + ".sample-rate", String.valueOf(rate));
        assertThrows(IllegalArgumentException.class, () -> builder().sampleRate(type, rate));
    }

    @Property
    void shouldRefuseEveryCapacityOutOfRange(@ForAll int slots) {
        Assume.that(slots < 1 || slots > TracingConfig.MAX_RING_CAPACITY);
        assertRefused("1 to 16777216", "ring.capacity", String.valueOf(slots));
        assertThrows(IllegalArgumentException.class, () -> builder().ringCapacity(slots));
    }

    @Property
    void shouldRefuseEveryBatchSizeOutOfRange(@ForAll int events) {
        Assume.that(events < 1 || events > TracingConfig.MAX_EXPORT_BATCH_SIZE);
        assertRefused("1 to 1000000", "export.batch-size", String.valueOf(events));
        assertThrows(IllegalArgumentException.class, () -> builder().exportBatchSize(events));
    }

    @Property
    void shouldRefuseEveryIntervalOutOfRange(@ForAll long seconds, @ForAll @LongRange(min = 0, max = 999_999_999) long nanos) {
        // A carry of the nanoseconds must not overflow the seconds: that is Duration's business.
        Duration interval = Duration.ofSeconds(Math.min(seconds, Long.MAX_VALUE - 1), nanos);
        Assume.that(interval.compareTo(Duration.ofMillis(1)) < 0 || interval.compareTo(Duration.ofDays(1)) > 0);
        assertRefused("ms", "export.interval", interval.toString());
        assertThrows(IllegalArgumentException.class, () -> builder().exportInterval(interval));
    }

    @Property
    void shouldRefuseEveryUnknownKey(@ForAll("words") String name) {
        assertRefused("is unknown", name, "1");
    }

    @Property
    void shouldRefuseLimitsThatHoldNoRing(@ForAll("capacities") int capacity, @ForAll("fractions") double fraction) {
        long needed = TracingConfig.fixedBytes() + builder().ringCapacity(capacity).build().ringBytes();
        long limit = 1 + (long) (fraction * (needed - 2));
        String message = assertThrows(IllegalArgumentException.class,
                () -> builder().ringCapacity(capacity).memoryLimitBytes(limit).build()).getMessage();
        assertTrue(message.contains(" " + capacity + " ") && message.contains(" " + limit + " ")
                && message.contains("at least " + needed), message);
        assertEquals(1, builder().ringCapacity(capacity).memoryLimitBytes(needed).build().maxRings());
    }

    private static TracingConfig.Builder builder() {
        return TracingConfig.disabled().toBuilder();
    }

    private static void assertRefused(String part, String key, String value) {
        Properties properties = new Properties();
        properties.setProperty("engram.trace." + key, value);
        String message = assertThrows(IllegalArgumentException.class, () -> TracingConfig.fromProperties(properties))
                .getMessage();
        assertTrue(message.contains("engram.trace." + key) && message.contains(part), message);
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.strings().withCharRange('a', 'z').withChars("-.").ofMinLength(1).ofMaxLength(20)
                .filter(word -> !TracingConfig.keys().contains("engram.trace." + word));
    }

    @Provide
    Arbitrary<Integer> capacities() {
        return Arbitraries.integers().between(1, TracingConfig.MAX_RING_CAPACITY);
    }

    @Provide
    Arbitrary<Double> fractions() {
        return Arbitraries.doubles().between(0, 1);
    }

    @Provide
    Arbitrary<TracingConfig> configs() {
        Arbitrary<Double> rates = Arbitraries.oneOf(Arbitraries.of(0.0, 1.0, 1e-9, Double.MIN_VALUE), fractions());
        Arbitrary<Boolean> switches = Arbitraries.of(true, false);
        Arbitrary<double[]> allRates = rates.array(double[].class).ofSize(EventType.values().length);
        Arbitrary<boolean[]> allSwitches = switches.array(boolean[].class).ofSize(EventType.values().length);
        Arbitrary<Integer> batches = Arbitraries.integers().between(1, TracingConfig.MAX_EXPORT_BATCH_SIZE);
        Arbitrary<Long> rotate = Arbitraries.oneOf(Arbitraries.just(0L), Arbitraries.longs().between(4_096, Long.MAX_VALUE));
        Arbitrary<Duration> intervals = Arbitraries.longs().between(1_000_000, DAY_NANOS).map(Duration::ofNanos);
        Arbitrary<Duration> timeouts = Arbitraries.longs().between(0, DAY_NANOS).map(Duration::ofNanos);
        // All that properties files treat in a special way, and what they do not.
        Arbitrary<Path> outputs = Arbitraries.strings().withChars("aZ09 /\\:=#!%pü€.-_'\"").ofMinLength(1).ofMaxLength(30)
                .map(Path::of).filter(path -> path.toString().equals(path.toString().strip()));
        Arbitrary<String[]> formats = Arbitraries.of("json", "ndjson", "log", "otlp", "loki").array(String[].class)
                .uniqueElements().ofMaxSize(4);
        // The limit relative to what one ring needs; none given is tested too.
        Arbitrary<Double> limits = Arbitraries.doubles().between(1, 100).injectNull(0.3);
        return Combinators.combine(
                Combinators.combine(allSwitches, allRates, capacities(), limits).as((on, rate, capacity, limit) -> {
                    TracingConfig.Builder builder = builder().ringCapacity(capacity);
                    for (EventType type : EventType.values()) {
                        builder.enabled(type, on[type.ordinal()]).sampleRate(type, rate[type.ordinal()]);
                    }
                    long needed = TracingConfig.fixedBytes() + builder.build().ringBytes();
                    return limit == null ? builder.build() : builder.memoryLimitBytes((long) (needed * limit)).build();
                }), batches, intervals, formats, outputs, rotate, timeouts)
                .as((config, batch, interval, format, output, bytes, timeout) -> config.toBuilder()
                        .exportBatchSize(batch).exportInterval(interval).formats(format).output(output)
                        .rotateBytes(bytes).jmx(bytes % 2 == 0).closeTimeout(timeout)
                        .shutdownTimeout(timeout.dividedBy(2)).build());
    }
}
