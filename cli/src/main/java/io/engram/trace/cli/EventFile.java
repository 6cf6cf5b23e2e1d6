// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.core.EventType;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.exporters.json.JsonEventReader;
import io.engram.trace.exporters.json.MalformedEventException;
import io.engram.trace.exporters.labels.NodeLabels;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An input file, read event by event through a filter; its flaws become one-line errors or warnings. */
final class EventFile implements EventSource {
    private final Path path;
    private final JsonEventReader reader;
    private final EventFilter filter;

    private EventFile(Path path, JsonEventReader reader, EventFilter filter) {
        this.path = path;
        this.reader = reader;
        this.filter = filter;
    }

    static EventFile open(Path path, EventFilter filter) {
        if (Files.isDirectory(path)) {
            throw new BadInputException(path + " is a folder: give the file that an export wrote", List.of());
        }
        try {
            return new EventFile(path, JsonEventReader.open(path), filter);
        } catch (IOException e) {
            throw new BadInputException("cannot read the input: " + Failures.describe(e), e);
        }
    }

    @Override
    public CognitiveEvent next() throws IOException {
        try {
            CognitiveEvent event;
            do {
                event = reader.next();
            } while (event != null && !filter.accepts(event));
            return event;
        } catch (MalformedEventException | FileSystemException e) {
            throw new BadInputException(Failures.describe(e), e);
        }
    }

    JsonEventReader reader() {
        return reader;
    }

    @Override
    public Map<String, String> resource() {
        return reader.resource();
    }

    @Override
    public Map<EventType, TypeStats> accounts() {
        return reader.accounts();
    }

    @Override
    public Map<String, Long> lost() {
        return reader.lost();
    }

    @Override
    public long lostInAccounts() {
        return reader.accounts().values().stream().mapToLong(TypeStats::lost).sum();
    }

    @Override
    public long lossUnixNano() {
        return reader.lossUnixNano();
    }

    @Override
    public NodeLabels takeLabels() {
        return reader.takeLabels();
    }

    @Override
    public Map<String, Long> missing() {
        Map<String, Long> missing = new HashMap<>(reader.lost());
        for (TypeStats account : reader.accounts().values()) {
            missing.merge("sampled_out", account.sampledOut(), Long::sum);
            missing.merge("rejected", account.rejectedTotal(), Long::sum);
            missing.merge("overwritten", account.overwritten(), Long::sum);
            missing.merge("discarded", account.discardedTotal(), Long::sum);
        }
        return missing;
    }

    @Override
    public void warn(PrintWriter err) {
        if (reader.isTruncated()) {
            err.println("engram: " + path + " ends in the middle of an event: its writer did not come to an end; "
                    + "what stands before it was read");
            err.flush();
        }
    }

    @Override
    public void delivered() {
        // The file stays as it is.
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
