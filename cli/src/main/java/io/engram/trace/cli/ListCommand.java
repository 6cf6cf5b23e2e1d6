// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.collector.tracefile.TraceFileInfo;
import io.engram.trace.collector.tracefile.TraceFiles;
import io.engram.trace.core.tracefile.TraceFolders;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code engram trace list}. */
@Command(name = "list", description = "Lists the processes that have a trace file, those that have ended too.")
final class ListCommand implements Callable<Integer> {
    @Option(names = "--dir", paramLabel = "DIR",
            description = "The folder in which to look. Default: those in which tracers make trace files.")
    private Path folder;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "table",
            description = "table or json. Default: ${DEFAULT-VALUE}.")
    private OutputForm format;

    @Option(names = "--prune", description = "Offer to remove each file whose process is gone and from which nothing "
            + "was collected or read for 24 hours.")
    private boolean prune;

    @Option(names = "--yes", description = "With --prune: remove them without asking.")
    private boolean yes;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (yes && !prune) {
            throw new IllegalArgumentException("--yes answers the questions of --prune: give that too");
        }
        if (prune && format == OutputForm.JSON) {
            throw new IllegalArgumentException("--prune asks questions, which are no json: leave out --format");
        }
        List<Path> folders = folder == null ? TraceFolders.all() : List.of(folder);
        FileListing listing = new FileListing(TraceFiles.list(folders));
        PrintWriter out = spec.commandLine().getOut();
        int code = 0;
        if (prune) {
            code = new Pruning(out, yes).run(listing.readable());
        } else if (format == OutputForm.JSON) {
            out.print(listing.toJson());
        } else if (listing.isEmpty()) {
            out.println("no trace file in " + folders.stream().map(Path::toString).collect(Collectors.joining(" or "))
                    + ": a process has one if it runs with engram.trace.file=true");
        } else {
            out.print(listing.toTable());
        }
        out.flush();
        return code;
    }

    /** The main class of a process, fit for a terminal. */
    static String mainClass(TraceFileInfo info) {
        return info.mainClass().isBlank() ? "-" : Texts.printable(info.mainClass());
    }
}
