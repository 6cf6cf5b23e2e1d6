package io.engram.trace.jmh.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Prints and writes the report on JMH's result files: {@code ReportMain COMMIT REPORT.md RESULTS.json…}. */
public final class ReportMain {
    private static final int FIRST_FILE = 2;

    private ReportMain() {
    }

    /**
     * Entry point.
     *
     * @param args commit, file to write, result files
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        List<Result> results = new ArrayList<>();
        for (String file : List.of(args).subList(FIRST_FILE, args.length)) {
            try (InputStream in = Files.newInputStream(Path.of(file))) {
                results.addAll(ResultFile.read(in));
            }
        }
        String report = new Report(results, Machine.here(args[0])).toMarkdown();
        Files.writeString(Path.of(args[1]), report);
        new PrintStream(System.out, true, StandardCharsets.UTF_8).print(report);
    }
}
