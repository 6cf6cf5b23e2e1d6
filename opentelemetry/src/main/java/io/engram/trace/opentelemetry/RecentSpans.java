// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.opentelemetry;

import io.engram.trace.core.spi.ActiveSpan;
import io.opentelemetry.api.trace.SpanContext;
import java.util.HexFormat;

/**
 * Turns span contexts, whose ids are text, into numbers, and remembers those of late: a thread without a ring of its own
 * asks with each event, and mostly for the same span.
 *
 * <p><b>Assumptions.</b> A span context does not change, as OpenTelemetry promises.
 *
 * <p><b>Guarantees.</b> Any thread may ask at any time. A bounded number of spans is remembered. <b>Progress.</b>
 * Wait-free; allocates only for spans that are not remembered.
 */
final class RecentSpans {
    private static final int PLACES = 1_024;
    private static final int HEX_DIGITS = 16;

    /** A span context and its numbers. Safe to publish without any order: its fields are final. */
    private record Known(SpanContext context, ActiveSpan span) {
    }

    // Written and read without any order: whoever finds another's, or an older one, makes it anew.
    private final Known[] places = new Known[PLACES];

    /** The numbers of a valid span context. */
    ActiveSpan find(SpanContext context) {
        // By identity: comparing the ids would take about as long as reading them.
        int place = System.identityHashCode(context) & PLACES - 1;
        Known known = places[place];
        if (known == null || known.context != context) {
            known = new Known(context, numbersOf(context));
            places[place] = known;
        }
        return known.span;
    }

    private static ActiveSpan numbersOf(SpanContext context) {
        String trace = context.getTraceId();
        return new ActiveSpan(HexFormat.fromHexDigitsToLong(trace, 0, HEX_DIGITS),
                HexFormat.fromHexDigitsToLong(trace, HEX_DIGITS, 2 * HEX_DIGITS),
                HexFormat.fromHexDigitsToLong(context.getSpanId()), context.getTraceFlags().asByte());
    }
}
