// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.memory;

import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.lang.foreign.MemorySegment;
import java.time.Instant;

/** What a trace's head says of the process that writes it. */
final class ThisProcess {
    private ThisProcess() {
    }

    /** Describes this process; to be called before the head is declared ready. */
    static void describe(MemorySegment head, TracingConfig config) {
        ProcessHandle.Info info = ProcessHandle.current().info();
        TraceFileLayout.setProcessStart(head, info.startInstant().map(Instant::toEpochMilli).orElse(0L));
        TraceFileLayout.setMainClass(head,
                mainClass(System.getProperty("sun.java.command", ""), info.command().orElse("")));
        TraceFileLayout.setConfig(head, config.toString());
    }

    /** The first word of the command, since the others may hold secrets; or else the executable. */
    static String mainClass(String command, String executable) {
        String main = command.strip().split("\\s", 2)[0];
        return main.isEmpty() ? executable : main;
    }
}
