// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.exporters.labels.NodeLabels;
import io.engram.trace.exporters.labels.NodeLabelsSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that names nodes. */
final class LabelsOption {
    @Option(names = "--labels", paramLabel = "FILE",
            description = "Words for node ids: lines 'id,label', or one JSON object {\"id\": \"label\"}.")
    private Path file;

    /** Adds what tells a server's exporter of the file, if one was given. */
    void addSetting(List<String> settings) {
        if (file != null) {
            settings.add(NodeLabelsSetting.NAME + "=" + file);
        }
    }

    /**
     * The labels, none if the option was not given.
     *
     * @throws BadInputException if the file cannot be read or holds something else
     */
    NodeLabels read() {
        if (file == null) {
            return NodeLabels.NONE;
        }
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException("--labels " + file + " is a folder: give a file");
        }
        try {
            return NodeLabels.read(file);
        } catch (IOException e) {
            throw new BadInputException("cannot read the labels: " + Failures.describe(e), e);
        }
    }
}
