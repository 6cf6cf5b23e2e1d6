// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Removes trace files that nobody has use for: whose process is gone, and from which nothing was collected or read for
 * a day. Nothing is removed that nobody agreed to.
 */
final class Pruning {
    private static final Duration UNUSED = Duration.ofHours(24);

    private final PrintWriter out;
    private final boolean agreed;

    /**
     * Removes nothing yet.
     *
     * @param agreed whether nobody need be asked
     */
    Pruning(PrintWriter out, boolean agreed) {
        this.out = out;
        this.agreed = agreed;
    }

    /**
     * Removes what may be removed.
     *
     * @return exit code: 1 if there was something and nobody could be asked
     */
    int run(List<FileListing.Readable> files) throws IOException {
        List<FileListing.Readable> unused = files.stream().filter(file -> isUnused(file, Instant.now())).toList();
        if (unused.isEmpty()) {
            out.println("nothing to remove: of no file is the process gone and the last use 24 h ago");
            return 0;
        }
        Console console = System.console();
        boolean canAsk = console != null && console.isTerminal();
        for (FileListing.Readable file : unused) {
            String what = describe(file);
            if (agreed) {
                remove(file);
            } else if (canAsk) {
                String answer = console.readLine("Remove %s? [y/N] ", what);
                if (answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
                    remove(file);
                }
            } else {
                out.println("would remove " + what);
            }
        }
        if (!agreed && !canAsk) {
            out.println("nothing was removed: there is no terminal to ask on; give --yes to remove them");
            return 1;
        }
        return 0;
    }

    static boolean isUnused(FileListing.Readable file, Instant now) {
        return isGone(file) && file.lastUse().isBefore(now.minus(UNUSED));
    }

    private static boolean isGone(FileListing.Readable file) {
        return switch (file.state()) {
            case RUNNING -> false;
            case ENDED -> true;
            // By the id alone: a later process that has it now keeps the file, which does no harm.
            case CLOSED -> ProcessHandle.of(file.info().pid()).isEmpty();
        };
    }

    private void remove(FileListing.Readable file) throws IOException {
        FileListing.Readable now;
        try {
            now = FileListing.read(file.path());
        } catch (IOException e) {
            out.println("not removed: " + Texts.printable(Failures.describe(e)));
            return;
        }
        // Somebody may have read it while the question stood there.
        if (isUnused(now, Instant.now())) {
            Files.deleteIfExists(file.path());
            out.println("removed " + describe(file));
        } else {
            out.println("not removed: " + describe(now) + " has been used meanwhile");
        }
    }

    private static String describe(FileListing.Readable file) {
        return Texts.printable(file.path().toString()) + " (" + ListCommand.mainClass(file.info()) + ", "
                + file.state().label() + ", " + Texts.bytes(file.bytes()) + ", last used "
                + Texts.span(Duration.between(file.lastUse(), Instant.now())) + " ago)";
    }
}
