// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.junit;

import io.engram.trace.core.EventType;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test a tracer of its own, and the events that it recorded. Test methods and those before and after each
 * test take them as parameters:
 *
 * <pre>{@code
 * @Test
 * @TraceCognition
 * void shouldPrimeNurseByDoctor(CognitiveTracer tracer, RecordedEvents events) {
 *     new Memory(tracer).recall(DOCTOR);
 *     events.hasPriming(DOCTOR, NURSE);
 * }
 * }</pre>
 *
 * <p>On a class it stands for all of its tests, those of nested classes included; what is nearest to the test counts.
 * The tracer is closed after the test, which fails if events were lost. Tests may run in parallel.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(TraceCognitionExtension.class)
public @interface TraceCognition {
    /**
     * Which types are traced; the tracer ignores others.
     *
     * @return all if not given
     */
    EventType[] types() default {EventType.PRIMING, EventType.INTERFERENCE, EventType.RECONSOLIDATION,
        EventType.FALSE_MEMORY};

    /**
     * How many events of these types are kept.
     *
     * @return 0.0 to 1.0; all if not given
     */
    double sampleRate() default 1.0;

    /**
     * Size of each thread's ring.
     *
     * @return 1 to 16,777,216 slots; 10,000 if not given
     */
    int ringCapacity() default 10_000;

    /**
     * Whether the test goes on to pass if events were lost: rejected, or overwritten before they were collected.
     *
     * @return false if not given
     */
    boolean allowLoss() default false;
}
