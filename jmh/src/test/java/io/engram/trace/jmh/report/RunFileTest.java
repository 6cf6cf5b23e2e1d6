// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReadAgainWhatItWrote() throws IOException {
        Run run = StoredRun.withPeers();
        Path file = folder.resolve("report.json");
        RunFile.write(file, run);
        assertEquals(run, RunFile.read(file));
    }

    @Test
    void shouldHoldGoalsAndLeaveOutWhatIsNotKnown() throws IOException {
        Path file = folder.resolve("report.json");
        RunFile.write(file, StoredRun.withPeers());
        JsonNode root = new JsonMapper().readTree(file.toFile());
        JsonNode goal = root.path("goals").path(0);
        assertEquals("record with nanoTime, dearest of all: at most 1.25 × it", goal.path("name").asText());
        assertEquals("1.25 × (priming)", goal.path("found").asText());
        for (JsonNode result : root.path("results")) {
            assertEquals(!result.path("benchmark").asText().equals("log4jAsync"), result.has("error_nanos"),
                    result.toString());
        }
    }

    @Test
    void shouldRefuseAnotherSchema() throws IOException {
        Path file = Files.writeString(folder.resolve("other.json"), "{\"schema_version\": 9}");
        IOException e = assertThrows(IOException.class, () -> RunFile.read(file));
        assertEquals(file + " has schema_version 9: give a report.json of version 1", e.getMessage());
    }

    @Test
    void shouldRefuseWhatHasNoDate() throws IOException {
        Path file = Files.writeString(folder.resolve("other.json"), "{\"schema_version\": 1}");
        IOException e = assertThrows(IOException.class, () -> RunFile.read(file));
        assertEquals(file + " has the date '': give a report.json as jmh/run writes it", e.getMessage());
    }
}
