// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Prints what differs between two runs: {@code CompareMain OLD.json NEW.json}. */
public final class CompareMain {
    private CompareMain() {
    }

    /**
     * Entry point. Exits 1 if anything got slower beyond the error margins, 2 if the runs cannot be compared.
     *
     * @param args two files as {@code jmh/run} writes them
     */
    public static void main(String[] args) {
        if (args.length != 2) {
            System.err.println("compare: " + args.length + " files were given: give OLD.json and NEW.json");
            System.exit(2);
        }
        try {
            Comparison comparison = new Comparison(RunFile.read(Path.of(args[0])), RunFile.read(Path.of(args[1])));
            new PrintStream(System.out, true, StandardCharsets.UTF_8).print(comparison.toText());
            System.exit(comparison.isAnythingSlower() ? 1 : 0);
        } catch (IOException e) {
            System.err.println("compare: no report can be read: " + e.getMessage());
            System.exit(2);
        }
    }
}
