// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.opentelemetry;

import io.engram.trace.core.spi.ActiveSpan;
import io.engram.trace.core.spi.SpanSource;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;

/**
 * Finds spans in OpenTelemetry's current context. Tracers take it when it is on the module path or class path; nothing
 * else has to be done.
 *
 * <p>OpenTelemetry takes note of who wants to know of changes only before its context is first used: start the tracer
 * before, or call {@link #install} at the beginning of {@code main}. Otherwise a warning is logged, and events carry the
 * span within which their thread recorded first; those of virtual threads carry the right one all the same.
 */
public final class OpenTelemetrySpans implements SpanSource {
    private static final RecentSpans RECENT = new RecentSpans();

    /** Made by {@link java.util.ServiceLoader}. */
    public OpenTelemetrySpans() {
        install();
    }

    /** Takes note of changes of the current context from now on. To call it again does nothing. */
    public static void install() {
        ContextChanges.install();
    }

    @Override
    public ActiveSpan current() {
        return spanOf(Context.current());
    }

    @Override
    public Runnable watch(Runnable listener) {
        return ContextChanges.watch(listener);
    }

    /** The span of a context, or null. */
    static ActiveSpan spanOf(Context context) {
        Span span = Span.fromContextOrNull(context);
        SpanContext its = span == null ? SpanContext.getInvalid() : span.getSpanContext();
        return its.isValid() ? RECENT.find(its) : null;
    }
}
