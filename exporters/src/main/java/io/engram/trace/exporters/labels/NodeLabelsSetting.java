// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.labels;

import io.engram.trace.collector.export.ExporterSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The setting {@code node-labels} of exporters: the file with the words that they add to events. */
public final class NodeLabelsSetting {
    /** Its name. */
    public static final String NAME = "node-labels";

    private NodeLabelsSetting() {
    }

    /**
     * Reads the file that the setting names.
     *
     * @param settings of an exporter
     * @return labels, none if it is not given
     * @throws IllegalArgumentException if the file cannot be read or holds something else; names the key
     */
    public static NodeLabels of(ExporterSettings settings) {
        return settings.get(NAME, NodeLabels.NONE, NodeLabelsSetting::read);
    }

    private static NodeLabels read(String text) {
        Path file = Path.of(text);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("'" + text + "' is no file: give one of lines id,label");
        }
        try {
            return NodeLabels.read(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read '" + text + "': " + e.getMessage(), e);
        }
    }
}
