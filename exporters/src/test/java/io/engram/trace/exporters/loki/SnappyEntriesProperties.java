// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.airlift.compress.v3.Decompressor;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import io.airlift.compress.v3.snappy.SnappyNativeDecompressor;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.json.SampleEvents;
import io.engram.trace.exporters.labels.NodeLabels;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.xerial.snappy.Snappy;

/** Other people's Snappy reads from the requests, byte for byte, what is written plain without it. */
class SnappyEntriesProperties {
    private static final Map<String, String> LABELS = Map.of("env", "test");

    private static byte[] copy(EncodeBuffer buffer) {
        return Arrays.copyOf(buffer.array(), buffer.length());
    }

    private static void assertReadBack(byte[] plain, byte[] block) throws IOException {
        assertTrue(Snappy.isValidCompressedBuffer(block));
        assertArrayEquals(plain, Snappy.uncompress(block));
        assertArrayEquals(plain, decompress(new SnappyJavaDecompressor(), block, plain.length));
        if (SnappyNativeDecompressor.isEnabled()) {
            assertArrayEquals(plain, decompress(new SnappyNativeDecompressor(), block, plain.length));
        }
    }

    private static byte[] decompress(Decompressor decompressor, byte[] block, int plainBytes) {
        byte[] plain = new byte[plainBytes];
        assertEquals(plainBytes, decompressor.decompress(block, 0, block.length, plain, 0, plainBytes));
        return plain;
    }

    @Property(tries = 200)
    void shouldBeReadAsWhatIsWrittenPlain(@ForAll long seed,
            @ForAll @IntRange(min = 1 << 14, max = 1 << 20) int maxBytes,
            @ForAll @IntRange(min = 1, max = 1_000) int maxEvents) throws IOException {
        shouldBeReadAsWhatIsWrittenPlain(seed, maxBytes, maxEvents, NodeLabels.NONE);
    }

    // Every third event of those that repeat few ids has a label, and some of all.
    @Property(tries = 100)
    void shouldBeReadAsWhatIsWrittenPlainWithLabels(@ForAll long seed,
            @ForAll @IntRange(min = 1 << 14, max = 1 << 20) int maxBytes) throws IOException {
        Map<Long, String> words = new HashMap<>();
        for (int node = 0; node < 1_000; node += 3) {
            words.put((long) node, node % 2 == 0 ? "word " + node : "\"\\ \uD83E\uDDE0 \uD83E".repeat(1 + node % 20));
        }
        for (CognitiveEvent event : new RegularEvents(seed).next(200)) {
            words.put(event.subjectNode(), "subject " + event.position());
        }
        shouldBeReadAsWhatIsWrittenPlain(seed, maxBytes, 1_000, NodeLabels.of(words));
    }

    private static void shouldBeReadAsWhatIsWrittenPlain(long seed, int maxBytes, int maxEvents, NodeLabels nodeLabels)
            throws IOException {
        LokiEncoder encoder = new LokiEncoder(LokiEncoding.PROTOBUF, LABELS, maxBytes, maxEvents, nodeLabels);
        LokiEncoder oracle = new LokiEncoder(PlainProtobufForm::new, LABELS, maxBytes, maxEvents, nodeLabels);
        Random random = new Random(seed);
        RegularEvents regular = new RegularEvents(seed);
        SampleEvents any = new SampleEvents(seed);
        for (int batch = 0; batch < 6; batch++) {
            List<CognitiveEvent> events = regular.next(random.nextInt(600));
            if (random.nextBoolean()) {
                for (CognitiveEvent event : any.next(random.nextInt(100))) {
                    events.add(random.nextInt(events.size() + 1), event);
                }
            }
            String service = random.nextBoolean() ? "svc" : "another";
            int from = 0;
            while (from < events.size()) {
                int to = oracle.encode(events, from, service);
                assertEquals(to, encoder.encode(events, from, service));
                assertEquals(oracle.refused(), encoder.refused());
                assertEquals(oracle.entries(), encoder.entries());
                if (oracle.entries() > 0) {
                    assertReadBack(copy(oracle.body()), copy(encoder.body()));
                }
                if (random.nextInt(4) == 0) {
                    oracle.revert();
                    encoder.revert();
                } else {
                    oracle.accept();
                    encoder.accept();
                    from = to;
                }
            }
            Map<String, Long> lost = Map.of("no_ring", random.nextLong(1_000));
            long time = random.nextLong();
            oracle.encodeLoss(lost, time, service);
            encoder.encodeLoss(lost, time, service);
            assertReadBack(copy(oracle.body()), copy(encoder.body()));
            oracle.accept();
            encoder.accept();
        }
    }

    /** How many bytes a compressor, which searches, makes of the same requests. */
    private static int searched(byte[] plain) {
        SnappyJavaCompressor compressor = new SnappyJavaCompressor();
        byte[] out = new byte[compressor.maxCompressedLength(plain.length)];
        return compressor.compress(plain, 0, plain.length, out, 0, out.length);
    }

    // The same ones each time: where ids have a single digit and nearly all repeats, a search finds much more.
    @Example
    void shouldBeLessThanTwiceAsLargeAsWhatACompressorMakes() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            LokiEncoder encoder = new LokiEncoder(LokiEncoding.PROTOBUF, Map.of(), 2 << 20, 10_000);
            // Threads with short names: entries with very long ones are written plain.
            encoder.encode(new RegularEvents(seed, 6).next(3_000), 0, "svc");
            byte[] block = copy(encoder.body());
            int limit = 2 * searched(Snappy.uncompress(block));
            assertTrue(block.length < limit, block.length + " bytes, not below " + limit);
        }
    }

    @Example
    void shouldLeaveABodyToWhoeverStillReadsIt() {
        LokiEncoder encoder = new LokiEncoder(LokiEncoding.PROTOBUF, Map.of(), 1 << 20, 1_000);
        encoder.encode(new RegularEvents(1).next(500), 0, "svc");
        EncodeBuffer first = encoder.body();
        byte[] before = copy(first);
        encoder.revert();
        encoder.encode(new RegularEvents(2).next(700), 0, "svc");
        assertNotSame(first, encoder.body());
        assertArrayEquals(before, copy(first));
    }

    @Example
    void shouldForgetWhatWasTakenBack() throws IOException {
        // Each second event is too long for a request, and what it repeats must not be copied afterwards.
        List<CognitiveEvent> events = new RegularEvents(3).next(20);
        List<CognitiveEvent> tooLong = new SampleEvents(4).next(2_000).stream()
                .filter(event -> event.thread().name().length() > 10_000).toList();
        for (int i = 0; i < 5; i++) {
            events.add(2 * i, tooLong.get(i));
        }
        Map<String, String> labels = new TreeMap<>(LABELS);
        LokiEncoder encoder = new LokiEncoder(LokiEncoding.PROTOBUF, labels, 1 << 14, 1_000);
        LokiEncoder oracle = new LokiEncoder(PlainProtobufForm::new, labels, 1 << 14, 1_000, NodeLabels.NONE);
        assertEquals(oracle.encode(events, 0, "svc"), encoder.encode(events, 0, "svc"));
        assertEquals(List.of(0, 2, 4, 6, 8), encoder.refused());
        assertReadBack(copy(oracle.body()), copy(encoder.body()));
    }
}
