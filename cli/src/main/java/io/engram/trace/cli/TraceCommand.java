// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code engram trace}, which only holds others. */
@Command(name = "trace", description = "Looks into processes that trace cognitive events; exports and sums them up.",
        subcommands = {DemoCommand.class, ListCommand.class, ExportCommand.class, ReportCommand.class,
            StreamCommand.class, StatsCommand.class, CorrelateCommand.class, ConfigCommand.class},
        synopsisSubcommandLabel = "COMMAND")
final class TraceCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "a command is missing: demo, list, export, report, stream, stats, correlate or config");
    }
}
