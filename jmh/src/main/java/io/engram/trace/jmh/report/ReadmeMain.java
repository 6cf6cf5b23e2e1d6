// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a run's figures into a text: {@code ReadmeMain REPORT.json README.md}. */
public final class ReadmeMain {
    private ReadmeMain() {
    }

    /**
     * Entry point. Exits 2 if a file cannot be read or has no place for figures; the text is then as it was.
     *
     * @param args the report, and the text that has markers for the figures
     */
    public static void main(String[] args) {
        try {
            Path text = Path.of(args[1]);
            String updated = new ReadmeFigures(RunFile.read(Path.of(args[0]))).insertInto(Files.readString(text));
            Files.writeString(text, updated);
        } catch (IOException e) {
            System.err.println("update-readme: no figures can be written: " + e.getMessage());
            System.exit(2);
        }
    }
}
