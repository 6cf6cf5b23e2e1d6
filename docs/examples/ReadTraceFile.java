// SPDX-License-Identifier: Apache-2.0
import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.tracefile.TraceFile;
import io.engram.trace.collector.tracefile.TraceFiles;
import io.engram.trace.core.tracefile.TraceFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads what the tracers of other processes have in their trace files, whether they run or were killed.
 *
 * <p>Argument: the folder with trace files; without one, the folders where tracers put them by default.
 */
public final class ReadTraceFile {
    private ReadTraceFile() {
    }

    public static void main(String[] args) throws IOException {
        List<Path> folders = args.length == 0 ? TraceFolders.all() : List.of(Path.of(args[0]));
        for (var found : TraceFiles.list(folders)) {
            if (found.error().isPresent()) {
                System.out.println(found.error().get());
                continue;
            }
            try (TraceFile file = TraceFile.open(found.path())) {
                var snapshot = file.snapshot(EventFilter.ALL);
                System.out.println("process " + file.info().pid() + ", " + file.ownerState().label() + ": "
                        + snapshot.events().size() + " events");
                if (!snapshot.events().isEmpty() && snapshot.events().getLast() instanceof PrimingEvent last) {
                    System.out.println("the last: " + last.sourceNode() + " primed " + last.targetNode() + " by "
                            + last.strength() + ", position " + last.position());
                }
            }
        }
    }
}

// Prints, after FlightRecorder:
// process …, ended: 5000 events
// the last: 12000 primed 12001 by 0.5, position 11999
