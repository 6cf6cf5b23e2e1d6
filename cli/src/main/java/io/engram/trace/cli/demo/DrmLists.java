package io.engram.trace.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The published word lists; their sources stand in the resource file. */
final class DrmLists {
    private static final String RESOURCE = "drm-lists.tsv";

    /** Share of trials in which the lure was falsely recalled: Roediger and McDermott (1995), experiment 2. */
    static final double PUBLISHED_FALSE_RECALL = 0.55;
    /** The same in experiment 1, with six of the lists. */
    static final double PUBLISHED_FALSE_RECALL_LOW = 0.40;

    private DrmLists() {
    }

    static List<DrmList> load() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                DrmLists.class.getResourceAsStream(RESOURCE), StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).map(DrmLists::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DrmList parse(String line) {
        String[] columns = line.split("\t");
        return new DrmList(columns[0], List.of(columns[1].split(" ")));
    }
}
