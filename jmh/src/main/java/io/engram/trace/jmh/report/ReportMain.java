// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the reports on JMH's result files, and prints the one that reads as text:
 * {@code ReportMain COMMIT FOLDER RESULTS.json…}.
 */
public final class ReportMain {
    private static final int FIRST_FILE = 2;

    private ReportMain() {
    }

    /**
     * Entry point.
     *
     * @param args commit, folder to write to, result files
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        List<Result> results = new ArrayList<>();
        for (String file : List.of(args).subList(FIRST_FILE, args.length)) {
            try (InputStream in = Files.newInputStream(Path.of(file))) {
                results.addAll(ResultFile.read(in));
            }
        }
        Run run = new Run(Machine.here(args[0]), new Results(results));
        Path folder = Path.of(args[1]);
        String report = new Report(run).toMarkdown();
        Files.writeString(folder.resolve("report.md"), report);
        Files.writeString(folder.resolve("index.html"), new HtmlReport(run).toHtml());
        RunFile.write(folder.resolve("report.json"), run);
        new PrintStream(System.out, true, StandardCharsets.UTF_8).print(report);
    }
}
