// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.opentelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.engram.trace.core.spi.ActiveSpan;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentSpansTest {
    private final RecentSpans recent = new RecentSpans();

    private static SpanContext context(int number) {
        return SpanContext.create(String.format("8000000000000000%016x", number), String.format("%016x", -number),
                TraceFlags.fromByte((byte) number), TraceState.getDefault());
    }

    @Test
    void shouldTellASpanAgainWithoutMakingItAgain() {
        SpanContext context = context(0xF1);
        ActiveSpan span = recent.find(context);
        assertEquals(new ActiveSpan(Long.MIN_VALUE, 0xF1, 0xFFFF_FFFFL - 0xF0, (byte) 0xF1), span);
        assertSame(span, recent.find(context));
    }

    /** However many share a place. */
    @Test
    void shouldTellEachItsOwn() {
        List<SpanContext> contexts = IntStream.range(1, 20_000).mapToObj(RecentSpansTest::context).toList();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < contexts.size(); i++) {
                ActiveSpan span = recent.find(contexts.get(i));
                assertEquals(i + 1, span.traceIdLow());
                assertEquals(0xFFFF_FFFFL - i, span.spanId());
                assertEquals((byte) (i + 1), span.flags());
            }
        }
    }
}
