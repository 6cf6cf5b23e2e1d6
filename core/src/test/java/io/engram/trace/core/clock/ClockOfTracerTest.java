// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock;

import static org.junit.jupiter.api.Assertions.assertSame;

import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.config.TracingConfig;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClockOfTracerTest {
    @ParameterizedTest
    @EnumSource
    void shouldGoByTheClockThatIsConfigured(ClockKind kind) {
        AtomicReference<TraceClock> seen = new AtomicReference<>();
        TracingConfig config = TracingConfig.development().toBuilder().clock(kind).build();
        CognitiveTracer.start(config, (source, given) -> {
            seen.set(source.clock());
            return null;
        }).close();
        TraceClock counter = TscClock.INSTANCE;
        TraceClock choice = kind == ClockKind.NANO || counter == null ? NanoClock.INSTANCE : counter;
        if (kind == ClockKind.AUTO) {
            assertSame(choice, AutoClock.INSTANCE.choice());
            choice = AutoClock.INSTANCE;
        }
        assertSame(choice, seen.get());
    }
}
