// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.crash;

import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.load.TracedCall;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Makes trace calls, so many in all and so many a second, within OpenTelemetry's spans. */
final class LoadThread extends Thread {
    private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final HexFormat HEX = HexFormat.of();
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final CognitiveTracer tracer;
    private final int number;
    private final int calls;
    private volatile long callsPerSecond;
    private volatile boolean ended;
    private volatile long begun;
    // Of the span that the calls are made within.
    private Scope scope = Scope.noop();

    /** A thread that makes so many calls, and so many a second, 0 for no limit. */
    LoadThread(CognitiveTracer tracer, int number, int calls, long callsPerSecond) {
        super(TracedCall.threadName(number));
        setDaemon(true);
        this.tracer = tracer;
        this.number = number;
        this.calls = calls;
        this.callsPerSecond = callsPerSecond;
    }

    @Override
    public void run() {
        int i = 0;
        double due = 0;
        long last = System.nanoTime();
        while (i < calls && !ended) {
            if (callsPerSecond == 0) {
                call(i++);
                continue;
            }
            long now = System.nanoTime();
            due += (now - last) / NANOS_PER_SECOND * callsPerSecond;
            last = now;
            while (due >= 1 && i < calls && !ended) {
                call(i++);
                due--;
            }
            LockSupport.parkNanos(BURST_NANOS);
        }
    }

    private void call(int i) {
        if (TracedCall.isFirstOfSpan(i)) {
            scope.close();
            scope = enter(TracedCall.span(number, i));
        }
        begun = i + 1;
        TracedCall.make(tracer, number, i);
    }

    private static Scope enter(SpanContext span) {
        if (span == null) {
            return Scope.noop();
        }
        String trace = HEX.toHexDigits(span.traceIdHigh()) + HEX.toHexDigits(span.traceIdLow());
        return Span.wrap(io.opentelemetry.api.trace.SpanContext.create(trace, HEX.toHexDigits(span.spanId()),
                TraceFlags.fromByte((byte) span.flags()), TraceState.getDefault())).makeCurrent();
    }

    /** Makes so many calls a second from now on, 0 for no limit. */
    void setRate(long rate) {
        callsPerSecond = rate;
    }

    /** Lets no further call begin. */
    void end() {
        ended = true;
    }

    /** How many calls have begun. */
    long begun() {
        return begun;
    }
}
