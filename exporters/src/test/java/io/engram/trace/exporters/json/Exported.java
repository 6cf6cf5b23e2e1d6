// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import io.engram.trace.collector.event.CognitiveEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what was exported. */
final class Exported {
    private Exported() {
    }

    static List<CognitiveEvent> read(Path file) throws IOException {
        try (JsonEventReader reader = JsonEventReader.open(file)) {
            List<CognitiveEvent> events = new ArrayList<>();
            for (CognitiveEvent event = reader.next(); event != null; event = reader.next()) {
                events.add(event);
            }
            if (reader.isTruncated()) {
                throw new IOException(file + " is truncated");
            }
            return events;
        }
    }
}
