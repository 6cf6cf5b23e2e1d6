// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;

/** Results that are stored beside the tests, and such as tests make up. */
final class StoredRun {
    static final Machine MACHINE =
            new Machine("Some <CPU> & more", 2, "Some OS", Instant.parse("2026-01-02T03:04:05Z"), "0123abcd");

    private StoredRun() {
    }

    static Run withPeers() throws IOException {
        try (InputStream in = StoredRun.class.getResourceAsStream("peers.json")) {
            return new Run(MACHINE, new Results(ResultFile.read(in)));
        }
    }

    static Result average(String benchmark, int threads, double score, double error) {
        return new Result(benchmark, threads, "avgt", score, error, Map.of(), Double.NaN, Map.of(), "JVM", "",
                "effort");
    }
}
