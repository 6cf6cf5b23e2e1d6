// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.spi.TracedThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Spools of small segments, and what stands in a spool's folder. */
final class TestSpools {
    static final String NAME = "test";
    static final Map<String, String> RESOURCE = Map.of("service.name", "memory \u00e4", "empty", "");
    /** Length of a segment's beginning with these attributes. */
    static final long BEGINNING_BYTES = 128;
    /** Length of a block of one event of {@link #events}. */
    static final long BLOCK_BYTES = 256;
    /** Six such blocks fit a segment. */
    static final long SEGMENT_BYTES = BEGINNING_BYTES + 6 * BLOCK_BYTES;

    private static final TracedThread THREAD = new TracedThread(1, "main");

    private TestSpools() {
    }

    static <T> DiskSpool<T> open(Path folder, long maxBytes, Consumer<LostBlock<T>> lost) throws IOException {
        return DiskSpool.open(folder, NAME, new SpoolLimits(maxBytes, SEGMENT_BYTES), RESOURCE, lost);
    }

    static <T> DiskSpool<T> open(Path folder) throws IOException {
        return open(folder, 1 << 20, lost -> {
            throw new AssertionError(lost);
        });
    }

    /** Events that carry a number. */
    static List<CognitiveEvent> events(long number, int count) {
        return IntStream.range(0, count).<CognitiveEvent>mapToObj(i -> new PrimingEvent(1_000 * number + i, THREAD, i,
                0.5, number, PrimingType.ASSOCIATIVE, i, number, ~number)).toList();
    }

    static List<CognitiveEvent> event(long number) {
        return events(number, 1);
    }

    /** The number that the events of a block carry. */
    static long number(SpoolBlock<?> block) {
        return block.events().getFirst().correlationId();
    }

    static Path slot(Path folder, int n) {
        return folder.resolve(NAME + "-" + n);
    }

    static List<Path> segments(Path folder, int n) throws IOException {
        return files(folder, n, ".seg");
    }

    static List<Path> files(Path folder, int n, String extension) throws IOException {
        try (Stream<Path> files = Files.list(slot(folder, n))) {
            return files.filter(file -> file.toString().endsWith(extension)).sorted().toList();
        }
    }

    static long lengthOf(List<Path> files) throws IOException {
        long length = 0;
        for (Path file : files) {
            length += Files.size(file);
        }
        return length;
    }

    /** Copies the files of a slot as a kill would leave them, into a folder that nobody has locked. */
    static Path copy(Path folder, int n, Path target) throws IOException {
        Files.createDirectories(slot(target, n));
        for (Path file : segments(folder, n)) {
            Files.copy(file, slot(target, n).resolve(file.getFileName()));
        }
        return target;
    }
}
