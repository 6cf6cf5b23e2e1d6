// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import java.io.Console;
import java.io.PrintWriter;

/**
 * Where blocks of text follow one another: on a terminal each takes the place of the one before, elsewhere they stand
 * one after another.
 *
 * <p>Assumptions: one thread uses it, and closes it so that the terminal gets its cursor back.
 */
final class Screen implements AutoCloseable {
    private static final String HIDE_CURSOR_AND_CLEAR = "\u001b[?25l\u001b[2J";
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final String SHOW_CURSOR = "\u001b[?25h";

    private final PrintWriter out;
    private final boolean inPlace;
    private final String separator;
    private boolean begun;

    /**
     * Shows nothing yet.
     *
     * @param inPlace whether it is a terminal
     * @param separator what stands between two blocks that follow one another
     */
    Screen(PrintWriter out, boolean inPlace, String separator) {
        this.out = out;
        this.inPlace = inPlace;
        this.separator = separator;
    }

    static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** Shows a block of whole lines; returns false if nobody reads it any more. */
    boolean show(String block) {
        if (inPlace) {
            out.print((begun ? "" : HIDE_CURSOR_AND_CLEAR) + HOME + block.replace("\n", CLEAR_LINE + "\n")
                    + CLEAR_BELOW);
        } else {
            out.print((begun ? separator : "") + block);
        }
        begun = true;
        return !out.checkError();
    }

    @Override
    public void close() {
        if (inPlace && begun) {
            out.print(SHOW_CURSOR);
            out.flush();
        }
    }
}
