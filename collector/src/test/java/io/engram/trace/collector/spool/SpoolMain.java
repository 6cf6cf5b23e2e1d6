// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import java.io.IOException;
import java.nio.file.Path;

/** Appends to a spool until it is killed or the disk is full, and says so after each block. */
final class SpoolMain {
    private SpoolMain() {
    }

    public static void main(String[] args) throws IOException {
        DiskSpool<Long> spool = DiskSpool.open(Path.of(args[0]), TestSpools.NAME, 64 << 20, TestSpools.RESOURCE,
                lost -> System.out.println("lost " + lost));
        long first = Long.parseLong(args[1]);
        long end = Long.parseLong(args[2]);
        for (long i = first; i < end; i++) {
            try {
                spool.append(TestSpools.events(i, 1 + (int) (i % 700)), i);
                System.out.println(i);
            } catch (IOException e) {
                System.out.println("refused " + i);
            }
        }
        System.out.println("bytes " + spool.bytes());
        // Whoever started it decides how it ends: by the end of its input, or without warning.
        if (System.in.read() < 0) {
            spool.close();
        }
    }
}
