package io.engram.trace.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code engram trace}, which only holds others. */
@Command(name = "trace", description = "Records, exports and sums up cognitive events.",
        subcommands = {DemoCommand.class, ExportCommand.class, StatsCommand.class}, synopsisSubcommandLabel = "COMMAND")
final class TraceCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: demo, export or stats");
    }
}
