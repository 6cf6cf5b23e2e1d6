package io.engram.trace.exporters.loki;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.airlift.compress.v3.snappy.SnappyNativeCompressor;
import io.engram.trace.exporters.encode.EncodeBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

/** Another Snappy reads back what was compressed, whoever compressed it. */
class SnappyBodyCompressorTest {
    private static void checkReadBack(BodyCompressor compressor) throws IOException {
        Random random = new Random(1);
        // The same one over and over, as the exporter uses it; shorter and longer bodies than before.
        for (int length : new int[] {0, 1, 100, 70_000, 10, 3_000_000, 65_536}) {
            byte[] body = new byte[length];
            // Few different bytes, so that some repeat.
            for (int i = 0; i < length; i++) {
                body[i] = (byte) (random.nextInt(4) * (i % 100));
            }
            compressor.begin();
            for (int from = 0; from < length; from += 1_000) {
                compressor.add(body, from, Math.min(1_000, length - from));
            }
            EncodeBuffer out = compressor.end();
            assertArrayEquals(body, Snappy.uncompress(Arrays.copyOf(out.array(), out.length())));
        }
    }

    @Test
    void shouldBeReadByAnotherSnappy() throws IOException {
        checkReadBack(SnappyBodyCompressor.fastest());
    }

    @Test
    void shouldBeReadByAnotherSnappyWithoutNativeAccess() throws IOException {
        checkReadBack(new SnappyBodyCompressor(new SnappyJavaCompressor()));
    }

    @Test
    void shouldBeReadByAnotherSnappyWithNativeAccess() throws IOException {
        assumeTrue(SnappyNativeCompressor.isEnabled());
        checkReadBack(new SnappyBodyCompressor(new SnappyNativeCompressor()));
    }

    @Test
    void shouldLeaveABodyToWhoeverStillReadsIt() throws IOException {
        SnappyBodyCompressor compressor = SnappyBodyCompressor.fastest();
        compressor.begin();
        byte[] body = "a body that is still being sent".getBytes(StandardCharsets.US_ASCII);
        compressor.add(body, 0, body.length);
        EncodeBuffer first = compressor.end();
        compressor.leaveBody();
        compressor.begin();
        compressor.add(new byte[100], 0, 100);
        assertNotSame(first, compressor.end());
        assertTrue(first.length() > 0);
        assertArrayEquals(body, Snappy.uncompress(Arrays.copyOf(first.array(), first.length())));
    }
}
