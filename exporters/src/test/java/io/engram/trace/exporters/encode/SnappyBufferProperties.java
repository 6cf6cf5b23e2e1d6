package io.engram.trace.exporters.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.xerial.snappy.Snappy;

/** Whatever is written, another Snappy reads back what a buffer that does not compress holds. */
class SnappyBufferProperties {
    private static final ShortText[] TEXTS = {ShortText.of("a"), ShortText.of("\":\""), ShortText.of("12345"),
        ShortText.of(",\"competing_count\":"), ShortText.of("x".repeat(ShortText.MAX_BYTES))};
    private static final byte[][] REPEATED = {new byte[0], "four".getBytes(StandardCharsets.US_ASCII), random(64),
        random(65), random(300), random(70_000)};
    private static final int[] IDS = Arrays.stream(REPEATED).mapToInt(bytes -> EncodeBuffer.newRepeatedId()).toArray();

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Property(tries = 300)
    void shouldBeReadAsWhatWasWritten(@ForAll long seed) throws IOException {
        EncodeBuffer plain = new EncodeBuffer(1);
        SnappyBuffer snappy = new SnappyBuffer(1);
        Random random = new Random(seed);
        // The same buffers over and over, as exporters use them.
        for (int round = 0; round < 3; round++) {
            plain.clear();
            snappy.clear();
            long writes = random.nextLong();
            int count = random.nextInt(2_000);
            write(plain, new Random(writes), count);
            write(snappy, new Random(writes), count);
            assertEquals(plain.length(), snappy.plainLength());
            assertArrayEquals(Arrays.copyOf(plain.array(), plain.length()), uncompressed(snappy));
        }
    }

    private static byte[] uncompressed(SnappyBuffer buffer) throws IOException {
        EncodeBuffer stream = new EncodeBuffer(16);
        stream.putVarint(buffer.plainLength());
        int length = buffer.length();
        stream.put(buffer.array(), 0, length);
        byte[] bytes = Arrays.copyOf(stream.array(), stream.length());
        assertTrue(Snappy.isValidCompressedBuffer(bytes));
        return Snappy.uncompress(bytes);
    }

    private static void write(EncodeBuffer out, Random random, int count) {
        long[] numbers = {0, 9, 9_999, 10_000, -1, random.nextLong(), random.nextLong(), random.nextLong()};
        out.mark();
        for (int i = 0; i < count; i++) {
            long number = random.nextBoolean() ? numbers[random.nextInt(numbers.length)] : random.nextLong();
            switch (random.nextInt(16)) {
                case 0 -> out.put(random.nextInt());
                case 1 -> out.putDecimal(number);
                case 2 -> out.putSignedDecimal(number);
                case 3 -> out.putHex(number);
                case 4 -> out.putFloat(random.nextFloat());
                case 5 -> out.putNanosOfSecond(random.nextInt(1_000_000_000));
                case 6 -> out.putVarint(number);
                case 7 -> out.putFixed64Field(9, number);
                case 8 -> out.putLongBigEndian(number);
                case 9 -> out.put(REPEATED[random.nextInt(4)]);
                case 10 -> {
                    int which = random.nextInt(random.nextInt(20) == 0 ? REPEATED.length : REPEATED.length - 1);
                    out.putRepeated(IDS[which], REPEATED[which], REPEATED[which].length);
                }
                case 11 -> out.mark();
                case 12 -> {
                    if (random.nextInt(10) == 0) {
                        out.reset();
                    }
                }
                default -> out.put(TEXTS[random.nextInt(TEXTS.length)]);
            }
        }
    }

    @Example
    void shouldWriteNestedMessagesOfAnyLength() throws IOException {
        for (int length : new int[] {0, 1, 127, 128, 16_000, 16_383, 16_384, 1_000_000}) {
            SnappyBuffer out = new SnappyBuffer(1);
            out.expectMessages(length + 8);
            int outer = out.beginMessage(10);
            int inner = out.beginMessage(18);
            out.put(random(length));
            out.endMessage(inner);
            out.endMessage(outer);
            byte[] plain = uncompressed(out);
            int[] at = {0};
            assertEquals(10, plain[at[0]++]);
            assertEquals(plain.length, readVarint(plain, at) + at[0]);
            assertEquals(18, plain[at[0]++]);
            assertEquals(length, readVarint(plain, at));
            assertArrayEquals(random(length), Arrays.copyOfRange(plain, at[0], plain.length));
        }
    }

    private static int readVarint(byte[] bytes, int[] at) {
        int value = 0;
        for (int shift = 0;; shift += 7) {
            byte one = bytes[at[0]++];
            value |= (one & 0x7F) << shift;
            if (one >= 0) {
                return value;
            }
        }
    }

    @Example
    void shouldBeSmallerThanWhatIsRepeated() {
        SnappyBuffer out = new SnappyBuffer(1);
        for (int i = 0; i < 1_000; i++) {
            out.put(TEXTS[3]);
            out.putDecimal(1_234_567_890_123_456_789L);
            out.putHex(77);
            out.putRepeated(IDS[4], REPEATED[4], REPEATED[4].length);
        }
        assertEquals(1_000 * (19 + 19 + 16 + 300), out.plainLength());
        assertTrue(out.length() < 1_000 * 8 * 3 + 500, "length " + out.length());
    }

    @Example
    void shouldNotReferToWhatIsTooFarAway() throws IOException {
        for (int distance = 65_500; distance < 65_560; distance++) {
            SnappyBuffer out = new SnappyBuffer(1);
            EncodeBuffer plain = new EncodeBuffer(1);
            for (EncodeBuffer one : new EncodeBuffer[] {out, plain}) {
                one.put(TEXTS[3]);
                one.putDecimal(-1);
                one.putHex(-1);
                one.put(random(70_000), 0, distance);
                one.put(TEXTS[3]);
                one.putDecimal(-1);
                one.putHex(-1);
            }
            assertArrayEquals(Arrays.copyOf(plain.array(), plain.length()), uncompressed(out));
        }
    }

    @Example
    void shouldRefuseWhatWouldBreakTheStream() {
        SnappyBuffer out = new SnappyBuffer(1);
        assertThrows(UnsupportedOperationException.class, () -> out.truncate(0));
        assertThrows(UnsupportedOperationException.class, () -> out.advance(1));
        assertThrows(IllegalArgumentException.class, () -> out.expectMessages(1 << 21));
    }
}
