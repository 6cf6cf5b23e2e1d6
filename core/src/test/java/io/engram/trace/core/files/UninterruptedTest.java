// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UninterruptedTest {
    @TempDir
    private Path folder;

    @Test
    void shouldKeepTheChannelOfAnInterruptedThreadOpen() throws IOException {
        try (FileChannel channel = FileChannel.open(folder.resolve("file"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            Thread.currentThread().interrupt();
            assertEquals(5, Uninterrupted.call(() -> channel.write(ByteBuffer.allocate(5))));
            assertTrue(Thread.interrupted(), "it is interrupted afterwards");
            assertTrue(channel.isOpen());
        }
    }

    @Test
    void shouldWaitOnWhenInterruptedMeanwhile() throws IOException {
        Thread caller = Thread.currentThread();
        assertEquals("done", Uninterrupted.call(() -> {
            caller.interrupt();
            while (caller.isInterrupted()) {
                Thread.onSpinWait();
            }
            return "done";
        }));
        assertTrue(Thread.interrupted());
    }

    @Test
    void shouldTurnWhateverFailsIntoOneKindOfException() {
        IOException failure = new IOException("full");
        assertSame(failure, assertThrows(IOException.class, () -> Uninterrupted.call(() -> {
            throw failure;
        })));
        Error error = new InternalError("fault");
        assertSame(error, assertThrows(IOException.class, () -> Uninterrupted.call(() -> {
            throw error;
        })).getCause());
        assertFalse(Thread.interrupted());
    }
}
