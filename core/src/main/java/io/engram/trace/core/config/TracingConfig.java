// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.config;

import io.engram.trace.core.EventType;
import io.engram.trace.core.clock.ClockKind;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.RingSpans;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is traced, how much of it, in how much memory, and where it goes. Immutable; start from a preset and change it
 * through {@link #toBuilder}.
 *
 * <p>The same settings can be given as properties; {@code docs/configuration.md} lists the keys.
 */
public final class TracingConfig {
    /** Off-heap memory that the collector copies records to, bytes; a constant expression. */
    public static final long SCRATCH_BYTES = 512 * RecordLayout.RECORD_BYTES;
    /** Largest ring, slots. */
    public static final int MAX_RING_CAPACITY = 1 << 24;
    /** Largest export batch, events. */
    public static final int MAX_EXPORT_BATCH_SIZE = 1_000_000;
    /** Rings that fit the memory limit if none is given. */
    public static final int DEFAULT_RINGS = 16;

    private static final long MIN_QUEUE_BYTES = 1 << 16;
    private static final long MIN_SPOOL_BYTES = 1 << 20;
    private static final Duration MIN_INTERVAL = Duration.ofMillis(1);
    private static final Duration MAX_DURATION = Duration.ofDays(1);

    private final boolean[] enabled;
    private final double[] sampleRate;
    private final int ringCapacity;
    private final OptionalLong memoryLimitBytes;
    private final ClockKind clock;
    private final boolean traceFile;
    private final Optional<Path> traceFileFolder;
    private final boolean keepTraceFile;
    private final int exportBatchSize;
    private final Duration exportInterval;
    private final List<String> formats;
    private final Path output;
    private final long rotateBytes;
    private final long queueBytes;
    private final Duration retryBackoff;
    private final Duration maxRetryBackoff;
    private final Optional<Path> spool;
    private final long spoolBytes;
    private final Map<String, Map<String, String>> exporterSettings;
    private final boolean jmx;
    private final Duration closeTimeout;
    private final Duration shutdownTimeout;

    private TracingConfig(Builder builder) {
        this.enabled = builder.enabled.clone();
        this.sampleRate = builder.sampleRate.clone();
        this.ringCapacity = builder.ringCapacity;
        this.memoryLimitBytes = builder.memoryLimitBytes;
        this.clock = builder.clock;
        this.traceFile = builder.traceFile;
        this.traceFileFolder = builder.traceFileFolder;
        this.keepTraceFile = builder.keepTraceFile;
        this.exportBatchSize = builder.exportBatchSize;
        this.exportInterval = builder.exportInterval;
        this.formats = builder.formats;
        this.output = builder.output;
        this.rotateBytes = builder.rotateBytes;
        this.queueBytes = builder.queueBytes;
        this.retryBackoff = builder.retryBackoff;
        this.maxRetryBackoff = builder.maxRetryBackoff;
        this.spool = builder.spool;
        this.spoolBytes = builder.spoolBytes;
        this.exporterSettings = copy(builder.exporterSettings);
        this.jmx = builder.jmx;
        this.closeTimeout = builder.closeTimeout;
        this.shutdownTimeout = builder.shutdownTimeout;
    }

    private static Map<String, Map<String, String>> copy(Map<String, Map<String, String>> settings) {
        // Sorted, so that what is derived from them comes out the same each time.
        Map<String, Map<String, String>> copy = new TreeMap<>();
        settings.forEach((format, ofFormat) -> copy.put(format, Collections.unmodifiableMap(new TreeMap<>(ofFormat))));
        return Collections.unmodifiableMap(copy);
    }

    /**
     * Nothing is traced and nothing exported until types are enabled; no ring is allocated and no thread started.
     *
     * @return preset
     */
    public static TracingConfig disabled() {
        return new Builder().build();
    }

    /**
     * Everything is traced: all types at rate 1.0, 10,000 slots in a trace file, batches of 1,000 every 5 s, as NDJSON;
     * the tracer is shown in JMX.
     *
     * @return preset
     */
    public static TracingConfig development() {
        Builder builder = new Builder().formats("ndjson").traceFile(true).jmx(true);
        for (EventType type : EventType.values()) {
            builder.enable(type, 1.0);
        }
        return builder.exportBatchSize(1_000).exportInterval(Duration.ofSeconds(5)).build();
    }

    /**
     * Priming and interference at 1 %, 10,000 slots, batches of 5,000 every 30 s, as NDJSON; the tracer is shown in
     * JMX.
     *
     * @return preset
     */
    public static TracingConfig production() {
        return new Builder().formats("ndjson").jmx(true)
                .enable(EventType.PRIMING, 0.01)
                .enable(EventType.INTERFERENCE, 0.01)
                .exportBatchSize(5_000).exportInterval(Duration.ofSeconds(30)).build();
    }

    /**
     * The preset with a name.
     *
     * @param name disabled, development or production
     * @return preset
     * @throws IllegalArgumentException if there is none of this name
     */
    public static TracingConfig preset(String name) {
        return switch (name) {
            case "disabled" -> disabled();
            case "development" -> development();
            case "production" -> production();
            default -> throw new IllegalArgumentException(
                    "preset '" + name + "' is unknown: give disabled, development or production");
        };
    }

    /**
     * The configuration that properties describe: the preset that they name, {@code disabled} if none, with their other
     * keys applied to it. Keys that do not begin with {@code engram.trace} are not looked at.
     *
     * @param properties keys and values as strings
     * @return configuration
     * @throws IllegalArgumentException if a key is unknown or a value bad
     */
    public static TracingConfig fromProperties(Properties properties) {
        return ConfigKey.read(properties);
    }

    /**
     * The configuration that a properties file describes.
     *
     * @param file in UTF-8
     * @return configuration
     * @throws IllegalArgumentException if the file cannot be read, a key is unknown or a value bad
     */
    public static TracingConfig fromFile(Path file) {
        return ConfigKey.read(ConfigKey.load(file));
    }

    /**
     * The configuration that the system properties describe: the file named by {@code engram.trace.config} first, if
     * any, then the other properties over it.
     *
     * @return configuration
     * @throws IllegalArgumentException if the file cannot be read, a key is unknown or a value bad
     */
    public static TracingConfig fromSystemProperties() {
        return ConfigKey.read(System.getProperties());
    }

    /**
     * The keys that {@link #fromProperties} knows, but for the settings {@code engram.trace.export.<format>.<name>},
     * which only the exporters know.
     *
     * @return whole keys, such as {@code engram.trace.preset}, in the order in which they are documented
     */
    public static Set<String> keys() {
        return ConfigKey.all();
    }

    /**
     * A builder that starts from this configuration.
     *
     * @return builder
     */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * Whether events of a type are traced.
     *
     * @param type event type
     * @return true if they are
     */
    public boolean isEnabled(EventType type) {
        return enabled[type.ordinal()];
    }

    /**
     * Whether events of any type are traced.
     *
     * @return true if they are
     */
    public boolean isAnyEnabled() {
        for (boolean one : enabled) {
            if (one) {
                return true;
            }
        }
        return false;
    }

    /**
     * How many events of a type are kept.
     *
     * @param type event type
     * @return probability of each, 0.0 to 1.0
     */
    public double sampleRate(EventType type) {
        return sampleRate[type.ordinal()];
    }

    /**
     * Size of a thread's ring.
     *
     * @return slots, exactly
     */
    public int ringCapacity() {
        return ringCapacity;
    }

    /**
     * Off-heap memory that the tracer may take.
     *
     * @return bytes; room for 16 rings where none was given
     */
    public long memoryLimitBytes() {
        return memoryLimitBytes.orElse(FIXED_BYTES + DEFAULT_RINGS * ringBytes());
    }

    // The head, the scratch memory and what aligning them may cost.
    private static final long FIXED_BYTES =
            TraceFileLayout.HEAD_BYTES + SCRATCH_BYTES + 2 * RingLayout.ALIGNMENT_BYTES;

    /**
     * Off-heap memory of one ring, in a file or not.
     *
     * @return bytes, what aligning it may cost included
     */
    public long ringBytes() {
        return ringBytes(ringCapacity);
    }

    // Not TraceFileLayout.strideBytes: with tracing off no layout class may load. A test holds the two together.
    private static long ringBytes(int capacity) {
        long places = Math.clamp(capacity / RingSpans.SLOTS_PER_CHANGE, RingSpans.MIN_PLACES, RingSpans.MAX_PLACES);
        long aligned = RingLayout.HEADER_BYTES + capacity * RecordLayout.RECORD_BYTES + places * RingSpans.PLACE_BYTES
                + RingLayout.ALIGNMENT_BYTES;
        return (aligned + TraceFileLayout.PAGE_BYTES - 1) / TraceFileLayout.PAGE_BYTES * TraceFileLayout.PAGE_BYTES;
    }

    /**
     * Off-heap memory beside the rings.
     *
     * @return bytes
     */
    public static long fixedBytes() {
        return FIXED_BYTES;
    }

    /**
     * How many rings the memory limit allows.
     *
     * @return at least 1
     */
    public int maxRings() {
        return (int) Math.min((memoryLimitBytes() - FIXED_BYTES) / ringBytes(), 1 << 16);
    }

    /**
     * Which clock events get their times from.
     *
     * @return kind of clock
     */
    public ClockKind clock() {
        return clock;
    }

    /**
     * Whether the rings lie in a file that other processes can read, also after this one was killed.
     *
     * @return true if they do where such a file can be made
     */
    public boolean hasTraceFile() {
        return traceFile;
    }

    /**
     * The folder of the trace file.
     *
     * @return folder, empty for the default
     */
    public Optional<Path> traceFileFolder() {
        return traceFileFolder;
    }

    /**
     * Whether the trace file stays when the tracer was closed with everything delivered.
     *
     * @return false if it is removed then
     */
    public boolean keepsTraceFile() {
        return keepTraceFile;
    }

    /**
     * How many events make an export batch full.
     *
     * @return events
     */
    public int exportBatchSize() {
        return exportBatchSize;
    }

    /**
     * How long an event waits for its batch to become full, at most.
     *
     * @return interval
     */
    public Duration exportInterval() {
        return exportInterval;
    }

    /**
     * The export formats.
     *
     * @return names of exporters; none means that rings are not collected: a flight recorder
     */
    public List<String> formats() {
        return formats;
    }

    /**
     * The file that file exporters write. {@code %p} stands for the process id.
     *
     * @return path
     */
    public Path output() {
        return output;
    }

    /**
     * When an NDJSON file is rotated.
     *
     * @return bytes, 0 for never
     */
    public long rotateBytes() {
        return rotateBytes;
    }

    /**
     * How much heap the events that wait for an exporter may take.
     *
     * @return bytes per exporter, estimated
     */
    public long queueBytes() {
        return queueBytes;
    }

    /**
     * How long an exporter waits, at most, before it tries again for the first time what its far side could not take.
     *
     * @return upper bound of a random wait; it doubles with each further attempt
     */
    public Duration retryBackoff() {
        return retryBackoff;
    }

    /**
     * How long an exporter waits between two attempts, at most.
     *
     * @return upper bound of a random wait
     */
    public Duration maxRetryBackoff() {
        return maxRetryBackoff;
    }

    /**
     * The folder of the disk spool, which takes what does not fit the queues.
     *
     * @return folder, empty for no spool
     */
    public Optional<Path> spool() {
        return spool;
    }

    /**
     * How much of the disk the spool may take.
     *
     * @return bytes per exporter
     */
    public long spoolBytes() {
        return spoolBytes;
    }

    /**
     * What only one format's exporter understands, such as an endpoint.
     *
     * @return settings by name, by format
     */
    public Map<String, Map<String, String>> exporterSettings() {
        return exporterSettings;
    }

    /**
     * Whether the tracer is shown in JMX, where the JVM has that.
     *
     * @return true if it is, as a {@code CognitiveTracerMXBean}
     */
    public boolean hasJmx() {
        return jmx;
    }

    /**
     * How long closing the tracer waits for the exporters.
     *
     * @return timeout
     */
    public Duration closeTimeout() {
        return closeTimeout;
    }

    /**
     * How long the JVM's end waits for an open tracer to export what it has. Only tracers with a collector or a file keep the
     * JVM waiting at all.
     *
     * @return timeout; zero if tracers are left as they are when the JVM ends
     */
    public Duration shutdownTimeout() {
        return shutdownTimeout;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TracingConfig that && Arrays.equals(enabled, that.enabled)
                && Arrays.equals(sampleRate, that.sampleRate) && ringCapacity == that.ringCapacity
                && memoryLimitBytes() == that.memoryLimitBytes() && clock == that.clock
                && traceFile == that.traceFile && traceFileFolder.equals(that.traceFileFolder)
                && keepTraceFile == that.keepTraceFile && exportBatchSize == that.exportBatchSize
                && exportInterval.equals(that.exportInterval) && formats.equals(that.formats)
                && output.equals(that.output) && rotateBytes == that.rotateBytes && queueBytes == that.queueBytes
                && retryBackoff.equals(that.retryBackoff) && maxRetryBackoff.equals(that.maxRetryBackoff)
                && spool.equals(that.spool) && spoolBytes == that.spoolBytes
                && exporterSettings.equals(that.exporterSettings) && jmx == that.jmx
                && closeTimeout.equals(that.closeTimeout) && shutdownTimeout.equals(that.shutdownTimeout);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(enabled), Arrays.hashCode(sampleRate), ringCapacity,
                memoryLimitBytes(), clock, traceFile, traceFileFolder, keepTraceFile, exportBatchSize, exportInterval,
                formats, output, rotateBytes, queueBytes, retryBackoff, maxRetryBackoff, spool, spoolBytes,
                exporterSettings, jmx, closeTimeout, shutdownTimeout);
    }

    /** The keys and values of this configuration, one a line, with {@code ***} in place of secrets. */
    @Override
    public String toString() {
        return ConfigKey.describe(this);
    }

    /** Builds a {@link TracingConfig}; every value is checked when it is given, their combination by {@link #build}. */
    public static final class Builder {
        private final boolean[] enabled;
        private final double[] sampleRate;
        private int ringCapacity = 10_000;
        private OptionalLong memoryLimitBytes = OptionalLong.empty();
        private ClockKind clock = ClockKind.AUTO;
        private boolean traceFile;
        private Optional<Path> traceFileFolder = Optional.empty();
        private boolean keepTraceFile = true;
        private int exportBatchSize = 1_000;
        private Duration exportInterval = Duration.ofSeconds(5);
        private List<String> formats = List.of();
        private Path output = Path.of("engram-events-%p.ndjson");
        private long rotateBytes = 256L << 20;
        private long queueBytes = 32L << 20;
        private Duration retryBackoff = Duration.ofSeconds(1);
        private Duration maxRetryBackoff = Duration.ofSeconds(30);
        private Optional<Path> spool = Optional.empty();
        private long spoolBytes = 256L << 20;
        private final Map<String, Map<String, String>> exporterSettings = new TreeMap<>();
        private boolean jmx;
        private Duration closeTimeout = Duration.ofSeconds(10);
        private Duration shutdownTimeout = Duration.ofSeconds(2);

        private Builder() {
            enabled = new boolean[EventType.values().length];
            sampleRate = new double[EventType.values().length];
            Arrays.fill(sampleRate, 1.0);
        }

        private Builder(TracingConfig config) {
            enabled = config.enabled.clone();
            sampleRate = config.sampleRate.clone();
            ringCapacity = config.ringCapacity;
            memoryLimitBytes = config.memoryLimitBytes;
            clock = config.clock;
            traceFile = config.traceFile;
            traceFileFolder = config.traceFileFolder;
            keepTraceFile = config.keepTraceFile;
            exportBatchSize = config.exportBatchSize;
            exportInterval = config.exportInterval;
            formats = config.formats;
            output = config.output;
            rotateBytes = config.rotateBytes;
            queueBytes = config.queueBytes;
            retryBackoff = config.retryBackoff;
            maxRetryBackoff = config.maxRetryBackoff;
            spool = config.spool;
            spoolBytes = config.spoolBytes;
            config.exporterSettings.forEach((format, settings) ->
                    exporterSettings.put(format, new TreeMap<>(settings)));
            jmx = config.jmx;
            closeTimeout = config.closeTimeout;
            shutdownTimeout = config.shutdownTimeout;
        }

        /**
         * Traces events of a type, or stops to.
         *
         * @param type event type
         * @param on true to trace them
         * @return this
         */
        public Builder enabled(EventType type, boolean on) {
            enabled[type.ordinal()] = on;
            return this;
        }

        /**
         * Traces events of a type at a rate.
         *
         * @param type event type
         * @param rate 0.0 to 1.0
         * @return this
         * @throws IllegalArgumentException if the rate is out of range or NaN
         */
        public Builder enable(EventType type, double rate) {
            return enabled(type, true).sampleRate(type, rate);
        }

        /**
         * Sets how many events of a type are kept.
         *
         * @param type event type
         * @param rate probability of each, 0.0 to 1.0
         * @return this
         * @throws IllegalArgumentException if the rate is out of range or NaN
         */
        public Builder sampleRate(EventType type, double rate) {
            sampleRate[type.ordinal()] = checkSampleRate(type, rate);
            return this;
        }

        /**
         * Sets the size of a thread's ring.
         *
         * @param slots 1 to 16,777,216; any number, it is not rounded
         * @return this
         * @throws IllegalArgumentException if out of range
         */
        public Builder ringCapacity(int slots) {
            ringCapacity = (int) checkRange("ring capacity", slots, 1, MAX_RING_CAPACITY, "slots");
            return this;
        }

        /**
         * Sets how much off-heap memory the tracer may take.
         *
         * @param bytes at least room for one ring of the chosen capacity
         * @return this
         * @throws IllegalArgumentException if not positive
         */
        public Builder memoryLimitBytes(long bytes) {
            memoryLimitBytes = OptionalLong.of(checkRange("memory limit", bytes, 1, Long.MAX_VALUE, "bytes"));
            return this;
        }

        /**
         * Sets which clock events get their times from; it does not matter where a clock is given to the tracer.
         *
         * @param kind of clock
         * @return this
         */
        public Builder clock(ClockKind kind) {
            clock = Objects.requireNonNull(kind);
            return this;
        }

        /**
         * Lets the rings lie in a file that other processes can read, also after this one was killed; where no such
         * file can be made, they lie in anonymous memory.
         *
         * @param on false for anonymous memory
         * @return this
         */
        public Builder traceFile(boolean on) {
            traceFile = on;
            return this;
        }

        /**
         * Sets the folder of the trace file.
         *
         * @param folder this user's alone, or made if it is not there; the empty path for the default
         * @return this
         */
        public Builder traceFileFolder(Path folder) {
            traceFileFolder = folder.toString().isBlank() ? Optional.empty() : Optional.of(folder);
            return this;
        }

        /**
         * Sets whether the trace file stays when the tracer was closed with everything delivered. It stays in any case
         * if something was left.
         *
         * @param keep false to remove it
         * @return this
         */
        public Builder keepTraceFile(boolean keep) {
            keepTraceFile = keep;
            return this;
        }

        /**
         * Sets how many events make an export batch full.
         *
         * @param events 1 to 1,000,000
         * @return this
         * @throws IllegalArgumentException if out of range
         */
        public Builder exportBatchSize(int events) {
            exportBatchSize = (int) checkRange("export batch size", events, 1, MAX_EXPORT_BATCH_SIZE, "events");
            return this;
        }

        /**
         * Sets how long an event waits for its batch to become full, at most.
         *
         * @param interval 1 ms to 1 day
         * @return this
         * @throws IllegalArgumentException if out of range
         */
        public Builder exportInterval(Duration interval) {
            exportInterval = checkDuration("export interval", interval, MIN_INTERVAL);
            return this;
        }

        /**
         * Sets the export formats.
         *
         * @param names exporters such as {@code json}, {@code ndjson}; none for a flight recorder
         * @return this
         * @throws IllegalArgumentException if a name is empty or given twice
         */
        public Builder formats(String... names) {
            List<String> list = List.of(names);
            for (String name : list) {
                if (name.isBlank() || list.indexOf(name) != list.lastIndexOf(name)) {
                    throw new IllegalArgumentException("export format '" + name + "' in " + list
                            + " is empty or given twice: give each format once");
                }
            }
            formats = list;
            return this;
        }

        /**
         * Sets the file that file exporters write.
         *
         * @param path its folder must exist; {@code %p} stands for the process id
         * @return this
         * @throws IllegalArgumentException if the path is empty
         */
        public Builder output(Path path) {
            if (path.toString().isBlank()) {
                throw new IllegalArgumentException("output '" + path + "' is empty: give the path of a file");
            }
            output = path;
            return this;
        }

        /**
         * Sets when an NDJSON file is rotated.
         *
         * @param bytes 4,096 or more, or 0 for never
         * @return this
         * @throws IllegalArgumentException if out of range
         */
        public Builder rotateBytes(long bytes) {
            rotateBytes = bytes == 0 ? 0 : checkRange("rotate size", bytes, 4096, Long.MAX_VALUE, "bytes, or 0");
            return this;
        }

        /**
         * Sets how much heap the events that wait for an exporter may take.
         *
         * @param bytes per exporter, 65,536 or more; an event counts as about 128
         * @return this
         * @throws IllegalArgumentException if out of range
         */
        public Builder queueBytes(long bytes) {
            queueBytes = checkRange("queue size", bytes, MIN_QUEUE_BYTES, Long.MAX_VALUE, "bytes");
            return this;
        }

        /**
         * Sets how an exporter waits before it tries again what its far side could not take: a random time up to
         * {@code first} at the first, and up to twice as long at each further attempt, but never longer than
         * {@code longest}. What the far side says of when to come again goes before.
         *
         * @param first 1 ms to 1 day
         * @param longest {@code first} to 1 day
         * @return this
         * @throws IllegalArgumentException if out of range
         */
        public Builder retryBackoff(Duration first, Duration longest) {
            checkDuration("retry backoff", first, MIN_INTERVAL);
            checkDuration("longest retry backoff", longest, first);
            retryBackoff = first;
            maxRetryBackoff = longest;
            return this;
        }

        Builder retryBackoff(Duration first) {
            retryBackoff = checkDuration("retry backoff", first, MIN_INTERVAL);
            maxRetryBackoff = maxRetryBackoff.compareTo(first) < 0 ? first : maxRetryBackoff;
            return this;
        }

        Builder maxRetryBackoff(Duration longest) {
            maxRetryBackoff = checkDuration("longest retry backoff", longest, MIN_INTERVAL);
            retryBackoff = retryBackoff.compareTo(longest) > 0 ? longest : retryBackoff;
            return this;
        }

        /**
         * Sets the folder of the disk spool, which takes what does not fit the queues of exporters to servers, and from
         * which a later tracer exports what this one could not.
         *
         * @param folder made if it is not there
         * @return this
         * @throws IllegalArgumentException if the path is empty
         */
        public Builder spool(Path folder) {
            if (folder.toString().isBlank()) {
                throw new IllegalArgumentException("spool '" + folder + "' is empty: give the path of a folder");
            }
            spool = Optional.of(folder);
            return this;
        }

        /**
         * Sets how much of the disk the spool may take; its oldest events make room for newer ones.
         *
         * @param bytes per exporter, 1 MiB or more
         * @return this
         * @throws IllegalArgumentException if out of range
         */
        public Builder spoolBytes(long bytes) {
            spoolBytes = checkRange("spool size", bytes, MIN_SPOOL_BYTES, Long.MAX_VALUE, "bytes");
            return this;
        }

        /**
         * Sets what only one format's exporter understands; it is checked when the tracer starts.
         *
         * @param format name of an exporter such as {@code otlp}
         * @param name of the setting, such as {@code endpoint}; {@code docs/configuration.md} lists them
         * @param value as text
         * @return this
         * @throws IllegalArgumentException if format or name is empty
         */
        public Builder exporterSetting(String format, String name, String value) {
            if (format.isBlank() || format.contains(".") || name.isBlank()) {
                throw new IllegalArgumentException("exporter setting '" + format + "." + name
                        + "' is incomplete: give the name of a format and that of a setting");
            }
            exporterSettings.computeIfAbsent(format, key -> new TreeMap<>()).put(name, Objects.requireNonNull(value));
            return this;
        }

        /**
         * Shows the tracer in JMX, where the JVM has that.
         *
         * @param on false to hide it
         * @return this
         */
        public Builder jmx(boolean on) {
            jmx = on;
            return this;
        }

        /**
         * Sets how long closing the tracer waits for the exporters.
         *
         * @param timeout 0 to 1 day
         * @return this
         * @throws IllegalArgumentException if out of range
         */
        public Builder closeTimeout(Duration timeout) {
            closeTimeout = checkDuration("close timeout", timeout, Duration.ZERO);
            return this;
        }

        /**
         * Sets how long the JVM's end waits for an open tracer.
         *
         * @param timeout 0 to 1 day; 0 for not at all
         * @return this
         * @throws IllegalArgumentException if out of range
         */
        public Builder shutdownTimeout(Duration timeout) {
            shutdownTimeout = checkDuration("shutdown timeout", timeout, Duration.ZERO);
            return this;
        }

        /**
         * Builds the configuration.
         *
         * @return configuration
         * @throws IllegalArgumentException if not even one ring fits the memory limit
         */
        public TracingConfig build() {
            long needed = FIXED_BYTES + ringBytes(ringCapacity);
            if (memoryLimitBytes.isPresent() && memoryLimitBytes.getAsLong() < needed) {
                long limit = memoryLimitBytes.getAsLong();
                // What else a ring takes beside its records depends on them: a few less than there is room for.
                long fit = (limit - FIXED_BYTES - RingLayout.HEADER_BYTES) / RecordLayout.RECORD_BYTES;
                while (fit >= 1 && FIXED_BYTES + ringBytes((int) fit) > limit) {
                    fit--;
                }
                throw new IllegalArgumentException("ring capacity " + ringCapacity + " slots needs " + needed
                        + " bytes, more than the memory limit of " + limit + " bytes: "
                        + (fit < 1 ? "" : "give a ring capacity of 1 to " + fit + " slots or ")
                        + "a memory limit of at least " + needed + " bytes");
            }
            return new TracingConfig(this);
        }

        private static long checkRange(String field, long value, long min, long max, String unit) {
            if (value < min || value > max) {
                throw new IllegalArgumentException(
                        field + " " + value + " is out of range: give " + min + " to " + max + " " + unit);
            }
            return value;
        }

        private static Duration checkDuration(String field, Duration value, Duration min) {
            if (value.compareTo(min) < 0 || value.compareTo(MAX_DURATION) > 0) {
                throw new IllegalArgumentException(field + " " + Quantities.format(value) + " is out of range: give "
                        + min.toMillis() + " to " + MAX_DURATION.toMillis() + " ms");
            }
            return value;
        }
    }

    /**
     * Checks a sample rate.
     *
     * @param type whose rate
     * @param rate to be checked
     * @return the rate
     * @throws IllegalArgumentException if it is NaN or not within 0.0 to 1.0
     */
    public static double checkSampleRate(EventType type, double rate) {
        // Written so that NaN fails too.
        if (!(rate >= 0.0 && rate <= 1.0)) {
            throw new IllegalArgumentException(
                    type.label() + " sample rate " + rate + " is out of range: give 0.0 to 1.0");
        }
        return rate;
    }
}
