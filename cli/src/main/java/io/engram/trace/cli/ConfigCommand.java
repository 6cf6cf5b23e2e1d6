// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.collector.tracefile.Switch;
import io.engram.trace.collector.tracefile.SwitchChange;
import io.engram.trace.collector.tracefile.Switches;
import io.engram.trace.collector.tracefile.TraceFile;
import io.engram.trace.core.EventType;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code engram trace config}. */
@Command(name = "config", description = "Shows what a process records, and changes it while it runs.")
final class ConfigCommand implements Callable<Integer> {
    @Mixin
    private TraceTarget target;

    @Mixin
    private SwitchOptions options;

    @Option(names = "--timeout", paramLabel = "DURATION", defaultValue = "5s",
            converter = Selection.DurationConverter.class,
            description = "How long the process may take to follow. Default: ${DEFAULT-VALUE}.")
    private Duration timeout;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (TraceFile file = target.open()) {
            Switches before = file.switches();
            if (options.isGiven()) {
                Map<EventType, SwitchChange> changes = options.changes(before);
                out.print(comparison(before, file.request(changes, timeout)));
            } else {
                out.print(description(file, before));
            }
            out.flush();
        }
        return 0;
    }

    private static String comparison(Switches before, Switches after) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("type", "before", "after"));
        for (EventType type : EventType.values()) {
            rows.add(List.of(type.label(), describe(before.of(type)), describe(after.of(type))));
        }
        return Texts.table(rows, Set.of(0, 1, 2));
    }

    private static String description(TraceFile file, Switches now) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("type", "now"));
        for (EventType type : EventType.values()) {
            rows.add(List.of(type.label(), describe(now.of(type))));
        }
        StringBuilder text = new StringBuilder(Texts.table(rows, Set.of(0, 1)));
        if (!file.info().config().isEmpty()) {
            text.append("\nStarted with:\n");
            file.info().config().forEach((key, value) -> text.append("  ").append(Texts.printable(key)).append('=')
                    .append(Texts.printable(value)).append('\n'));
        }
        return text.toString();
    }

    private static String describe(Switch one) {
        return one.on() ? "on, sample rate " + Texts.rate(one.rate()) : "off";
    }
}
