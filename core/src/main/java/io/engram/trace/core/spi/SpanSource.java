// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.spi;

/**
 * Knows within which span of a distributed trace each thread works. A tracer takes the first one that
 * {@link java.util.ServiceLoader} finds.
 *
 * <p>Implementations are called from any thread, {@link #current} within trace calls: for each event that is recorded by a
 * thread without a ring of its own, such as a virtual one, and once for a thread that takes a ring. What it throws is
 * taken for no span.
 */
public interface SpanSource {
    /**
     * The span within which the current thread works. Returns at once, should not allocate, and does not trace.
     *
     * @return span, or null for none
     */
    ActiveSpan current();

    /**
     * Asks to be told whenever a thread's span has changed, in that thread. Most threads record nothing: what the
     * span is now is only asked for where it matters.
     *
     * @param listener returns at once and does not throw; {@link #current} tells it the new span
     * @return ends it
     */
    Runnable watch(Runnable listener);
}
