// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.exporters.resource.Versions;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code engram}: parses, runs, and turns whatever goes wrong into one line and an exit code. */
@Command(name = "engram", description = "Traces what a memory system does.", subcommands = TraceCommand.class,
        mixinStandardHelpOptions = true, versionProvider = Engram.Version.class, scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND", exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:it could not be done, or events were lost to a failed export",
            "2:the command line or the input it names is wrong"})
public final class Engram implements Runnable {
    @Option(names = "--verbose", scope = ScopeType.INHERIT,
            description = "Print stack traces and what the tracer logs below warnings.")
    private boolean verbose;

    @Spec
    private CommandSpec spec;

    Engram() {
    }

    /**
     * Runs the command and ends the JVM with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        Engram engram = new Engram();
        CommandLine commandLine = new CommandLine(engram);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setParameterExceptionHandler(Engram::reportUsage);
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> engram.report(failure, command));
        commandLine.setExecutionStrategy(parsed -> {
            TerseLog.install(engram.verbose);
            return new CommandLine.RunLast().execute(parsed);
        });
        return commandLine.execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int reportUsage(ParameterException failure, String[] args) {
        PrintWriter err = failure.getCommandLine().getErr();
        err.println("engram: " + Failures.firstLine(failure.getMessage()));
        if (!UnmatchedArgumentException.printSuggestions(failure, err)) {
            err.println("Try '" + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        }
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private int report(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        err.println("engram: " + Failures.describe(failure));
        if (failure instanceof BadInputException bad) {
            bad.choices().forEach(choice -> err.println("  " + choice));
        }
        if (verbose) {
            failure.printStackTrace(err);
        }
        err.flush();
        return failure instanceof IllegalArgumentException || failure instanceof BadInputException
                ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }

    /** Prints the version that Maven built. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"engram " + Versions.CURRENT + " (Java " + Runtime.version() + ")"};
        }
    }
}
