package io.engram.trace.core.spi;

/**
 * The thread that owned a ring when it recorded.
 *
 * @param id thread id
 * @param name thread name when the ring was taken
 */
public record TracedThread(long id, String name) {
}
