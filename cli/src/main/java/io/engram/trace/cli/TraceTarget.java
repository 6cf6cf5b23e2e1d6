// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.collector.tracefile.Found;
import io.engram.trace.collector.tracefile.OwnerState;
import io.engram.trace.collector.tracefile.TraceFile;
import io.engram.trace.collector.tracefile.TraceFiles;
import io.engram.trace.core.tracefile.TraceFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The options that choose a process, by its trace file. */
final class TraceTarget {
    private static final String HOW =
            "a process has one if it runs with engram.trace.file=true; 'engram trace list' shows all";

    @Option(names = "--pid", paramLabel = "PID",
            description = "The process to look into. It can be left out if only one runs with a trace file.")
    private Long pid;

    @Option(names = "--file", paramLabel = "FILE", description = "The trace file to look into, of a process that runs "
            + "or has ended.")
    private Path file;

    @Option(names = "--dir", paramLabel = "DIR",
            description = "The folder in which to look for trace files. Default: those in which tracers make them.")
    private Path folder;

    /** Whether any option was given. */
    boolean isGiven() {
        return pid != null || file != null || folder != null;
    }

    /**
     * The trace file that is meant, open.
     *
     * @throws BadInputException if it cannot be used, or none or several could be meant
     */
    TraceFile open() {
        return open(false);
    }

    /**
     * The trace file that is meant, open; of processes found by their folder only one that runs.
     *
     * @throws BadInputException if it cannot be used, or none or several could be meant
     */
    TraceFile openRunning() {
        return open(true);
    }

    private TraceFile open(boolean onlyRunning) {
        Path path = path(onlyRunning);
        try {
            return TraceFile.open(path);
        } catch (IOException e) {
            throw new BadInputException(Failures.describe(e), e);
        }
    }

    private Path path(boolean onlyRunning) {
        if (file != null) {
            if (pid != null || folder != null) {
                throw new IllegalArgumentException("--file " + file + " already says which: leave out "
                        + (pid != null ? "--pid" : "--dir"));
            }
            return file;
        }
        List<Path> folders = folder == null ? TraceFolders.all() : List.of(folder);
        List<Found> found = TraceFiles.list(folders);
        List<Found> candidates = found.stream().filter(this::fits).toList();
        List<Found> running =
                candidates.stream().filter(one -> one.state().orElseThrow() == OwnerState.RUNNING).toList();
        List<Found> meant = running.isEmpty() && !onlyRunning ? candidates : running;
        if (meant.size() == 1) {
            return meant.getFirst().path();
        }
        String places = folders.stream().map(Path::toString).collect(Collectors.joining(" or "));
        if (meant.isEmpty()) {
            throw new BadInputException("no trace file" + (pid == null ? "" : " of process " + pid) + " in " + places
                    + ": " + HOW, unreadable(found));
        }
        boolean ofOne = meant.stream().mapToLong(one -> one.info().orElseThrow().pid()).distinct().count() == 1;
        throw new BadInputException(Texts.count(meant.size(), "trace file") + " in " + places + ": give --"
                + (ofOne ? "file" : "pid") + " for one of them", meant.stream().map(TraceTarget::describe).toList());
    }

    private boolean fits(Found found) {
        return found.info().isPresent() && (pid == null || found.info().get().pid() == pid);
    }

    /** What might be meant and cannot be read. */
    private List<String> unreadable(List<Found> found) {
        return found.stream().filter(one -> one.error().isPresent()).filter(this::mayFit)
                .map(one -> Texts.printable(one.error().get())).toList();
    }

    private boolean mayFit(Found found) {
        String name = found.path().getFileName().toString();
        // What is no trace file is a folder, in which it may lie.
        return pid == null || !name.endsWith(TraceFolders.SUFFIX) || name.equals(pid + TraceFolders.SUFFIX)
                || name.startsWith(pid + "-");
    }

    private static String describe(Found found) {
        return found.info().orElseThrow().pid() + " " + found.state().orElseThrow().label() + " "
                + ListCommand.mainClass(found.info().orElseThrow()) + " " + Texts.printable(found.path().toString());
    }
}
