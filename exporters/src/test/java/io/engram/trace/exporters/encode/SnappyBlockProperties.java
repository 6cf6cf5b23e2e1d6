// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.xerial.snappy.Snappy;

/** Other people's Snappy reads from a block what was written. */
class SnappyBlockProperties {
    private static final int MAX_DISTANCE = 65_535;
    private static final int MAX_PART_BYTES = 1 << 18;

    private static byte[] random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void assertReadBack(byte[] plain, SnappyBlock block) throws IOException {
        assertEquals(plain.length, block.plainBytes());
        EncodeBuffer whole = new EncodeBuffer(16);
        whole.putVarint(plain.length);
        whole.put(block.elements().array(), 0, block.elements().length());
        assertArrayEquals(plain, Snappy.uncompress(Arrays.copyOf(whole.array(), whole.length())));
    }

    /** Writes some elements and the same bytes; returns the cursor. */
    private static long write(SnappyBlock block, RepeatedText[] texts, Random random, ByteArrayOutputStream plain,
            long begin) {
        int before = plain.size();
        int keptFrom = -1;
        int keptLength = 0;
        long cursor = begin;
        for (int i = random.nextInt(12); i >= 0; i--) {
            boolean reaches = keptLength > 0 && SnappyBlock.offset(cursor) - keptFrom <= MAX_DISTANCE - 512;
            switch (random.nextInt(9)) {
                case 0 -> {
                    byte[] literal = random(random, 1 + random.nextInt(60));
                    int at = SnappyBlock.beginLiteral(cursor);
                    System.arraycopy(literal, 0, block.array(), at, literal.length);
                    keptFrom = plain.size() - before;
                    keptLength = literal.length;
                    block.keep(7, SnappyBlock.offset(cursor), keptLength);
                    cursor = block.endLiteral(cursor, at + literal.length);
                    plain.writeBytes(literal);
                }
                case 1 -> {
                    byte[] literal = random(random, 1 + random.nextInt(256));
                    int at = SnappyBlock.beginLongLiteral(cursor);
                    System.arraycopy(literal, 0, block.array(), at, literal.length);
                    cursor = block.endLongLiteral(cursor, at + literal.length);
                    plain.writeBytes(literal);
                }
                case 2 -> {
                    // Also so long that what stands before it cannot be reached any more.
                    byte[] literal = random(random, 1 + random.nextInt(1 << random.nextInt(15)));
                    cursor = block.putLiteral(literal, literal.length, cursor);
                    plain.writeBytes(literal);
                }
                case 3 -> {
                    if (reaches) {
                        cursor = block.putAndCopyKept('!', 7, cursor);
                        plain.write('!');
                        plain.write(plain.toByteArray(), before + keptFrom, keptLength);
                    }
                }
                case 4 -> {
                    if (reaches) {
                        RepeatedText text = texts[random.nextInt(texts.length)];
                        cursor = block.repeatAndCopyKept(text, 7, cursor);
                        plain.write(text.bytes(), 0, text.lengthBytes());
                        plain.write(plain.toByteArray(), before + keptFrom, keptLength);
                    }
                }
                case 5 -> {
                    RepeatedText text = texts[random.nextInt(texts.length)];
                    byte[] literal = random(random, 1 + random.nextInt(60));
                    cursor = block.repeat(text, literal.length, cursor);
                    int at = SnappyBlock.literalBefore(cursor, literal.length);
                    System.arraycopy(literal, 0, block.array(), at, literal.length);
                    plain.write(text.bytes(), 0, text.lengthBytes());
                    plain.writeBytes(literal);
                }
                default -> {
                    RepeatedText text = texts[random.nextInt(texts.length)];
                    cursor = block.repeat(text, cursor);
                    plain.write(text.bytes(), 0, text.lengthBytes());
                }
            }
            assertEquals(plain.size() - before, SnappyBlock.offset(cursor));
        }
        return cursor;
    }

    @Property(tries = 200)
    void shouldBeReadByAnotherSnappy(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        SnappyBlock block = new SnappyBlock(1);
        RepeatedText[] texts = new RepeatedText[8];
        Arrays.setAll(texts, i -> new RepeatedText(random(random, 1 + random.nextInt(1 << random.nextInt(9)))));
        for (int blocks = 0; blocks < 4; blocks++) {
            block.clear();
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            for (int parts = random.nextInt(40); parts >= 0; parts--) {
                ByteArrayOutputStream part = new ByteArrayOutputStream();
                block.end(write(block, texts, random, part, block.begin(MAX_PART_BYTES)));
                if (random.nextInt(4) == 0) {
                    block.takeBack();
                } else {
                    plain.writeBytes(part.toByteArray());
                }
                if (random.nextInt(8) == 0) {
                    EncodeBuffer other = new EncodeBuffer(1);
                    other.put(random(random, 1 + random.nextInt(100)));
                    texts[random.nextInt(texts.length)].become(other);
                }
            }
            assertReadBack(plain.toByteArray(), block);
        }
    }

    @Example
    void shouldCopyAsFarAsItReachesAndNoFarther() throws IOException {
        for (int gap : new int[] {1, 2_047, 2_048, 65_534, 65_535, 65_536, 65_537}) {
            Random random = new Random(gap);
            SnappyBlock block = new SnappyBlock(1);
            RepeatedText text = new RepeatedText(random(random, 1));
            byte[] between = random(random, Math.max(1, gap - 1));
            long cursor = block.repeat(text, block.begin(MAX_PART_BYTES));
            if (gap > 1) {
                cursor = block.putLiteral(between, gap - 1, cursor);
            }
            int before = (int) cursor;
            cursor = block.repeat(text, cursor);
            block.end(cursor);
            byte[] plain = new byte[gap + 1];
            System.arraycopy(between, 0, plain, 1, gap - 1);
            plain[0] = text.bytes()[0];
            plain[gap] = plain[0];
            assertReadBack(plain, block);
            // A copy takes three bytes, such a literal two.
            assertEquals(gap <= MAX_DISTANCE ? 3 : 2, (int) cursor - before);
        }
    }
}
