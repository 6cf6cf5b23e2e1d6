// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.recording;

import io.engram.trace.core.spi.ActiveSpan;
import io.engram.trace.core.spi.SpanSource;
import java.util.Objects;

/** The current thread's span, asked for within a trace call, which does not throw. */
final class CurrentSpan {
    static {
        // The compiler inlines nothing whose signature has a class that is not loaded: without a source, none would be.
        Objects.requireNonNull(ActiveSpan.class);
    }

    private CurrentSpan() {
    }

    /** The span that a source tells; null for none, if the source fails, or if there is no source. */
    static ActiveSpan orNull(SpanSource source) {
        if (source == null) {
            return null;
        }
        try {
            return source.current();
        } catch (Throwable e) {
            // Whatever it is: the source is not ours, and no reason for a trace call to throw.
            return null;
        }
    }

    static long traceIdHigh(ActiveSpan span) {
        return span == null ? 0 : span.traceIdHigh();
    }

    static long traceIdLow(ActiveSpan span) {
        return span == null ? 0 : span.traceIdLow();
    }

    /** 0 for no span: no span has this id. */
    static long spanId(ActiveSpan span) {
        return span == null ? 0 : span.spanId();
    }

    static int flags(ActiveSpan span) {
        return span == null ? 0 : span.flags();
    }
}
