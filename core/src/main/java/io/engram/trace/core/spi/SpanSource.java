// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.spi;

/**
 * Knows within which span of a distributed trace each thread works. A tracer takes the first one that
 * {@link java.util.ServiceLoader} finds.
 *
 * <p>Implementations are called from any thread.
 */
public interface SpanSource {
    /**
     * The span within which the current thread works.
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
