// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core;

import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.spi.CollectorFactory;
import io.engram.trace.core.spi.DrainReport;
import io.engram.trace.core.stats.TracerStats;
import io.engram.trace.memlayout.layout.RecordLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Records cognitive events.
 *
 * <pre>{@code
 * try (var tracer = CognitiveTracer.start(TracingConfig.development())) {
 *     tracer.tracePriming(PrimingType.SEMANTIC, 0.8f, doctor, nurse);
 * }
 * }</pre>
 *
 * <p><b>Assumptions.</b> Any thread may call any method at any time, also during and after {@link #close()}.
 *
 * <p><b>Guarantees.</b> Trace methods never block, never throw and never allocate, except that a thread's first event
 * takes a ring. Each platform thread records into its own ring; when that is full, the oldest event makes room. Virtual
 * threads, and platform threads beyond the memory limit, share a few rings. Every event of an enabled type is counted,
 * whatever becomes of it: see {@link #stats}. Node ids are unsigned 64-bit; a correlation id of 0 means none; floats are
 * kept as given, NaN included.
 *
 * <p><b>Progress.</b> Wait-free.
 *
 * <p>A tracer that becomes garbage without having been closed is closed then, unless an exporter refers to it. One that is
 * open when the JVM ends is closed within {@link TracingConfig#shutdownTimeout}.
 *
 * <p>With the system property {@code engram.trace=off} every method does nothing: no ring is allocated, no layout class
 * loaded, and the JIT compiler removes the calls.
 */
public final class CognitiveTracer extends TraceFront implements AutoCloseable {
    // A constant to the JIT compiler: with tracing off each trace method is an empty one.
    private static final boolean OFF = "off".equals(System.getProperty("engram.trace"));
    private static final long NONE = 0;

    private final Session session;

    private CognitiveTracer(Session session) {
        super(session == null ? null : session.recorder());
        this.session = session;
    }

    /**
     * Starts a tracer with the collector that {@link java.util.ServiceLoader} finds. Without a collector module, or
     * with no export format, the tracer is a flight recorder: its rings keep the latest events.
     *
     * @param config what to trace
     * @return the tracer; close it
     * @throws IllegalArgumentException if the configuration cannot be followed, such as a format with no exporter
     */
    public static CognitiveTracer start(TracingConfig config) {
        return start(config, null);
    }

    /**
     * Starts a tracer with a given collector, for example {@code Collector.exportingTo(exporter)}.
     *
     * @param config what to trace
     * @param collector what takes the events
     * @return the tracer; close it
     * @throws IllegalArgumentException if the configuration cannot be followed
     */
    public static CognitiveTracer start(TracingConfig config, CollectorFactory collector) {
        return OFF ? new CognitiveTracer(null) : start(config, collector, TraceClock.of(config.clock()));
    }

    /**
     * Starts a tracer with a given collector and clock.
     *
     * @param config what to trace
     * @param collector what takes the events; null for the one that {@link java.util.ServiceLoader} finds
     * @param clock where times come from
     * @return the tracer; close it
     * @throws IllegalArgumentException if the configuration cannot be followed
     */
    public static CognitiveTracer start(TracingConfig config, CollectorFactory collector, TraceClock clock) {
        if (OFF) {
            return new CognitiveTracer(null);
        }
        Session session = Session.start(config, collector, clock);
        CognitiveTracer tracer = new CognitiveTracer(session);
        WeakFront.attach(tracer, session.recorder());
        session.watch(tracer);
        return tracer;
    }

    /**
     * Whether {@code engram.trace=off} switched tracing off for this JVM.
     *
     * @return true if no tracer ever records
     */
    public static boolean isSwitchedOff() {
        return OFF;
    }

    /**
     * Traces that one memory primed another.
     *
     * @param type why the one primes the other
     * @param strength how strongly, commonly 0 to 1
     * @param sourceNode id of the prime
     * @param targetNode id of the primed memory
     */
    public void tracePriming(PrimingType type, float strength, long sourceNode, long targetNode) {
        if (!OFF) {
            long word = primingWord();
            if (word >= 0) {
                priming(word, NONE, type, strength, sourceNode, targetNode);
            } else {
                refuse(RecordLayout.PRIMING, word);
            }
        }
    }

    /**
     * Traces that one memory primed another that belongs together with others.
     *
     * @param correlationId what links this event to others, 0 for none
     * @param type why the one primes the other
     * @param strength how strongly, commonly 0 to 1
     * @param sourceNode id of the prime
     * @param targetNode id of the primed memory
     */
    public void tracePriming(long correlationId, PrimingType type, float strength, long sourceNode, long targetNode) {
        if (!OFF) {
            long word = primingWord();
            if (word >= 0) {
                priming(word, correlationId, type, strength, sourceNode, targetNode);
            } else {
                refuse(RecordLayout.PRIMING, word);
            }
        }
    }

    /**
     * Traces interference with a memory, with no other memory named.
     *
     * @param type where the interference came from
     * @param magnitude how strong it was, commonly 0 to 1
     * @param targetNode id of the memory interfered with
     */
    public void traceInterference(InterferenceType type, float magnitude, long targetNode) {
        if (!OFF) {
            long word = interferenceWord();
            if (word >= 0) {
                interference(word, NONE, type, magnitude, targetNode, 0, 0, 0, 0);
            } else {
                refuse(RecordLayout.INTERFERENCE, word);
            }
        }
    }

    /**
     * Traces interference with a memory, with no other memory named that belongs together with others.
     *
     * @param correlationId what links this event to others, 0 for none
     * @param type where the interference came from
     * @param magnitude how strong it was, commonly 0 to 1
     * @param targetNode id of the memory interfered with
     */
    public void traceInterference(long correlationId, InterferenceType type, float magnitude, long targetNode) {
        if (!OFF) {
            long word = interferenceWord();
            if (word >= 0) {
                interference(word, correlationId, type, magnitude, targetNode, 0, 0, 0, 0);
            } else {
                refuse(RecordLayout.INTERFERENCE, word);
            }
        }
    }

    /**
     * Traces interference with a memory, with one competing memory.
     *
     * @param type where the interference came from
     * @param magnitude how strong it was, commonly 0 to 1
     * @param targetNode id of the memory interfered with
     * @param competing0 id of a competing memory
     */
    public void traceInterference(InterferenceType type, float magnitude, long targetNode, long competing0) {
        if (!OFF) {
            long word = interferenceWord();
            if (word >= 0) {
                interference(word, NONE, type, magnitude, targetNode, 1, competing0, 0, 0);
            } else {
                refuse(RecordLayout.INTERFERENCE, word);
            }
        }
    }

    /**
     * Traces interference with a memory, with one competing memory that belongs together with others.
     *
     * @param correlationId what links this event to others, 0 for none
     * @param type where the interference came from
     * @param magnitude how strong it was, commonly 0 to 1
     * @param targetNode id of the memory interfered with
     * @param competing0 id of a competing memory
     */
    public void traceInterference(long correlationId, InterferenceType type, float magnitude, long targetNode,
            long competing0) {
        if (!OFF) {
            long word = interferenceWord();
            if (word >= 0) {
                interference(word, correlationId, type, magnitude, targetNode, 1, competing0, 0, 0);
            } else {
                refuse(RecordLayout.INTERFERENCE, word);
            }
        }
    }

    /**
     * Traces interference with a memory, with two competing memories.
     *
     * @param type where the interference came from
     * @param magnitude how strong it was, commonly 0 to 1
     * @param targetNode id of the memory interfered with
     * @param competing0 id of a competing memory
     * @param competing1 id of a competing memory
     */
    public void traceInterference(InterferenceType type, float magnitude, long targetNode, long competing0,
            long competing1) {
        if (!OFF) {
            long word = interferenceWord();
            if (word >= 0) {
                interference(word, NONE, type, magnitude, targetNode, 2, competing0, competing1, 0);
            } else {
                refuse(RecordLayout.INTERFERENCE, word);
            }
        }
    }

    /**
     * Traces interference with a memory, with two competing memories that belongs together with others.
     *
     * @param correlationId what links this event to others, 0 for none
     * @param type where the interference came from
     * @param magnitude how strong it was, commonly 0 to 1
     * @param targetNode id of the memory interfered with
     * @param competing0 id of a competing memory
     * @param competing1 id of a competing memory
     */
    public void traceInterference(long correlationId, InterferenceType type, float magnitude, long targetNode,
            long competing0, long competing1) {
        if (!OFF) {
            long word = interferenceWord();
            if (word >= 0) {
                interference(word, correlationId, type, magnitude, targetNode, 2, competing0, competing1, 0);
            } else {
                refuse(RecordLayout.INTERFERENCE, word);
            }
        }
    }

    /**
     * Traces interference with a memory, with three competing memories.
     *
     * @param type where the interference came from
     * @param magnitude how strong it was, commonly 0 to 1
     * @param targetNode id of the memory interfered with
     * @param competing0 id of a competing memory
     * @param competing1 id of a competing memory
     * @param competing2 id of a competing memory
     */
    public void traceInterference(InterferenceType type, float magnitude, long targetNode, long competing0,
            long competing1, long competing2) {
        if (!OFF) {
            long word = interferenceWord();
            if (word >= 0) {
                interference(word, NONE, type, magnitude, targetNode, 3, competing0, competing1, competing2);
            } else {
                refuse(RecordLayout.INTERFERENCE, word);
            }
        }
    }

    /**
     * Traces interference with a memory, with three competing memories that belongs together with others.
     *
     * @param correlationId what links this event to others, 0 for none
     * @param type where the interference came from
     * @param magnitude how strong it was, commonly 0 to 1
     * @param targetNode id of the memory interfered with
     * @param competing0 id of a competing memory
     * @param competing1 id of a competing memory
     * @param competing2 id of a competing memory
     */
    public void traceInterference(long correlationId, InterferenceType type, float magnitude, long targetNode,
            long competing0, long competing1, long competing2) {
        if (!OFF) {
            long word = interferenceWord();
            if (word >= 0) {
                interference(word, correlationId, type, magnitude, targetNode, 3, competing0, competing1,
                        competing2);
            } else {
                refuse(RecordLayout.INTERFERENCE, word);
            }
        }
    }

    /**
     * Traces interference with a memory by any number of others.
     *
     * @param type where the interference came from
     * @param magnitude how strong it was, commonly 0 to 1
     * @param targetNode id of the memory interfered with
     * @param competingNodes ids of competing memories, read during the call only; the first three are kept
     * @param length how many of them compete; the event keeps the number up to 65,535
     */
    public void traceInterference(InterferenceType type, float magnitude, long targetNode, long[] competingNodes,
            int length) {
        if (!OFF) {
            long word = interferenceWord();
            if (word >= 0) {
                interference(word, NONE, type, magnitude, targetNode, competingNodes, length);
            } else {
                refuse(RecordLayout.INTERFERENCE, word);
            }
        }
    }

    /**
     * Traces interference with a memory by any number of others that belongs together with others.
     *
     * @param correlationId what links this event to others, 0 for none
     * @param type where the interference came from
     * @param magnitude how strong it was, commonly 0 to 1
     * @param targetNode id of the memory interfered with
     * @param competingNodes ids of competing memories, read during the call only; the first three are kept
     * @param length how many of them compete; the event keeps the number up to 65,535
     */
    public void traceInterference(long correlationId, InterferenceType type, float magnitude, long targetNode,
            long[] competingNodes, int length) {
        if (!OFF) {
            long word = interferenceWord();
            if (word >= 0) {
                interference(word, correlationId, type, magnitude, targetNode, competingNodes, length);
            } else {
                refuse(RecordLayout.INTERFERENCE, word);
            }
        }
    }

    /**
     * Traces that a memory was rewritten on recall.
     *
     * @param node id of the memory
     * @param windowPosition where in its labile window, 0 at its start to 1 at its end
     * @param modificationCount how many modifications; the event keeps the number up to 65,535
     * @param modifiedFields bit set of what was rewritten
     * @param plasticityFactor how far it could be rewritten, commonly 0 to 1
     */
    public void traceReconsolidation(long node, float windowPosition, int modificationCount, long modifiedFields,
            float plasticityFactor) {
        if (!OFF) {
            long word = reconsolidationWord();
            if (word >= 0) {
                reconsolidation(word, NONE, node, windowPosition, modificationCount, modifiedFields,
                        plasticityFactor);
            } else {
                refuse(RecordLayout.RECONSOLIDATION, word);
            }
        }
    }

    /**
     * Traces that a memory was rewritten on recall that belongs together with others.
     *
     * @param correlationId what links this event to others, 0 for none
     * @param node id of the memory
     * @param windowPosition where in its labile window, 0 at its start to 1 at its end
     * @param modificationCount how many modifications; the event keeps the number up to 65,535
     * @param modifiedFields bit set of what was rewritten
     * @param plasticityFactor how far it could be rewritten, commonly 0 to 1
     */
    public void traceReconsolidation(long correlationId, long node, float windowPosition, int modificationCount,
            long modifiedFields, float plasticityFactor) {
        if (!OFF) {
            long word = reconsolidationWord();
            if (word >= 0) {
                reconsolidation(word, correlationId, node, windowPosition, modificationCount, modifiedFields,
                        plasticityFactor);
            } else {
                refuse(RecordLayout.RECONSOLIDATION, word);
            }
        }
    }

    /**
     * Traces that something was remembered that never happened.
     *
     * @param criticalLure id of what was remembered
     * @param confidence confidence of the reconstruction, commonly 0 to 1
     * @param sourceNodes ids of the list that it arose from, read during the call only; the first three are kept
     * @param length size of the list; the event keeps the number up to 65,535
     */
    public void traceFalseMemory(long criticalLure, float confidence, long[] sourceNodes, int length) {
        if (!OFF) {
            long word = falseMemoryWord();
            if (word >= 0) {
                falseMemory(word, NONE, criticalLure, confidence, sourceNodes, length);
            } else {
                refuse(RecordLayout.FALSE_MEMORY, word);
            }
        }
    }

    /**
     * Traces that something was remembered that never happened that belongs together with others.
     *
     * @param correlationId what links this event to others, 0 for none
     * @param criticalLure id of what was remembered
     * @param confidence confidence of the reconstruction, commonly 0 to 1
     * @param sourceNodes ids of the list that it arose from, read during the call only; the first three are kept
     * @param length size of the list; the event keeps the number up to 65,535
     */
    public void traceFalseMemory(long correlationId, long criticalLure, float confidence, long[] sourceNodes,
            int length) {
        if (!OFF) {
            long word = falseMemoryWord();
            if (word >= 0) {
                falseMemory(word, correlationId, criticalLure, confidence, sourceNodes, length);
            } else {
                refuse(RecordLayout.FALSE_MEMORY, word);
            }
        }
    }

    /**
     * The file in which this tracer's rings lie, see {@link TracingConfig#hasTraceFile}.
     *
     * @return absolute path, also after close, when the file may be gone; empty if the rings lie in anonymous memory
     */
    public Optional<Path> traceFile() {
        return OFF ? Optional.empty() : session.traceFile();
    }

    /**
     * Switches tracing of a type on or off; effective with every thread's next event.
     *
     * @param type event type
     * @param enabled whether it is traced
     */
    public void setEnabled(EventType type, boolean enabled) {
        if (!OFF) {
            session.setEnabled(type, enabled);
        }
    }

    /**
     * Changes how many events of a type are kept; effective with every thread's next event.
     *
     * @param type event type
     * @param rate 0.0 to 1.0
     * @throws IllegalArgumentException if the rate is out of range or NaN
     */
    public void setSampleRate(EventType type, double rate) {
        if (!OFF) {
            session.setSampleRate(type, rate);
        }
    }

    /**
     * What became of every event so far. Takes up to a few hundred microseconds; disturbs nobody.
     *
     * @return the accounts, with every figure 0 if tracing is switched off
     */
    public TracerStats stats() {
        return OFF ? SwitchedOff.stats() : session.stats();
    }

    /**
     * Collects and exports everything recorded before the call.
     *
     * @param timeout how long to wait, not negative
     * @return what was left
     */
    public DrainReport flush(Duration timeout) {
        return OFF ? SwitchedOff.report() : session.flush(timeout);
    }

    /** Ends recording, exports what was recorded within the configured timeout, and frees the memory. */
    @Override
    public void close() {
        if (!OFF) {
            session.close();
        }
    }

    /**
     * Ends recording, exports what was recorded, and frees the memory. A second call only returns what the first one
     * reported.
     *
     * @param timeout how long to wait for the exporters, not negative; what is left after it is counted as discarded
     * @return what was left
     */
    public DrainReport close(Duration timeout) {
        return OFF ? SwitchedOff.report() : session.close(timeout);
    }
}
