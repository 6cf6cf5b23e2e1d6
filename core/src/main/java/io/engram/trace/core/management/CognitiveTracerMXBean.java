// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.management;

import io.engram.trace.core.spi.DrainReport;
import java.util.Map;

/**
 * A running tracer in JMX, under {@code io.engram.trace:type=CognitiveTracer,name=NUMBER}: the lowest number from 1
 * that no other tracer of the JVM has. It is there from the tracer's start until the end of its close.
 *
 * <p>Each figure is asked of the tracer when it is read, which takes about a millisecond and disturbs no
 * thread that records.
 */
public interface CognitiveTracerMXBean {
    /**
     * The accounts of the event types.
     *
     * @return accounts by the type's label, such as {@code false_memory}
     */
    Map<String, TypeAccount> getTypes();

    /**
     * The accounts of the exporters.
     *
     * @return accounts by the exporter's name; where several have the same, all but the first get a number. Empty for a
     *     flight recorder
     */
    Map<String, ExporterAccount> getExporters();

    /**
     * Trace calls of all types, made while their type was enabled.
     *
     * @return calls
     */
    long getObserved();

    /**
     * Events of all types that were written into a ring.
     *
     * @return events
     */
    long getRecorded();

    /**
     * Events of all types that every exporter accepted.
     *
     * @return events
     */
    long getExported();

    /**
     * Events of all types that were wanted and are gone, for whatever reason.
     *
     * @return events
     */
    long getLost();

    /**
     * Events of all types that wait in a ring or for their export.
     *
     * @return events
     */
    long getWaiting();

    /**
     * Rings allocated.
     *
     * @return rings
     */
    int getRings();

    /**
     * Rings that the memory limit allows.
     *
     * @return rings
     */
    int getMaxRings();

    /**
     * Off-heap memory taken.
     *
     * @return bytes
     */
    long getMemoryBytes();

    /**
     * Off-heap memory allowed.
     *
     * @return bytes
     */
    long getMemoryLimitBytes();

    /**
     * The file in which the rings lie.
     *
     * @return absolute path, empty if they lie in anonymous memory
     */
    String getTraceFile();

    /**
     * The clock that events have their times from.
     *
     * @return {@code nano}, {@code tsc} for the processor's counter, or {@code custom}
     */
    String getClock();

    /**
     * Switches tracing of a type on or off; effective with every thread's next event.
     *
     * @param type label of the type; hyphens count as underscores
     * @param enabled whether it is traced
     * @throws IllegalArgumentException if no type has this label, or no exporter can be started for it
     */
    void setEnabled(String type, boolean enabled);

    /**
     * Changes how many events of a type are kept; effective with every thread's next event.
     *
     * @param type label of the type; hyphens count as underscores
     * @param rate 0.0 to 1.0
     * @throws IllegalArgumentException if no type has this label, or the rate is out of range or NaN
     */
    void setSampleRate(String type, double rate);

    /**
     * Collects and exports everything recorded before the call.
     *
     * @param timeoutMillis how long to wait, 0 to a day, milliseconds
     * @return what was left
     * @throws IllegalArgumentException if the timeout is out of range
     */
    DrainReport flush(long timeoutMillis);
}
