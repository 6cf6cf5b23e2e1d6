// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Two runs side by side: a mean differs if the error margins do not meet. Percentiles have no margins, and are not
 * compared.
 */
final class Comparison {
    private static final double PERCENT = 100;

    private final List<String> slower = new ArrayList<>();
    private final List<String> faster = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int alike;
    private int withoutMargins;

    Comparison(Run before, Run after) {
        note("CPU", before.machine().cpu() + ", " + before.machine().cores() + " cores",
                after.machine().cpu() + ", " + after.machine().cores() + " cores");
        note("JVM", Texts.distinct(before, Result::jvm), Texts.distinct(after, Result::jvm));
        for (Result one : before.results().all()) {
            if (!one.mode().equals("sample")) {
                find(after.results(), one).ifPresentOrElse(other -> compare(one, other),
                        () -> missing.add(name(one)));
            }
        }
    }

    private void note(String what, String before, String after) {
        if (!before.equals(after)) {
            notes.add(what + " differs, so that the figures hardly compare: " + before + " / " + after);
        }
    }

    private static Optional<Result> find(Results results, Result like) {
        return results.all().stream().filter(one -> one.benchmark().equals(like.benchmark())
                && one.threads() == like.threads() && one.mode().equals(like.mode())).findFirst();
    }

    private void compare(Result before, Result after) {
        double margins = before.error() + after.error();
        double difference = after.score() - before.score();
        if (Double.isNaN(margins)) {
            withoutMargins++;
        } else if (Math.abs(difference) <= margins) {
            alike++;
        } else {
            (difference > 0 ? slower : faster).add(String.format(Locale.ROOT, "%s: %s to %s ns/op (%+.1f %%)",
                    name(after), Figures.withMargin(before.score(), before.error()),
                    Figures.withMargin(after.score(), after.error()), PERCENT * difference / before.score()));
        }
    }

    private static String name(Result one) {
        return one.benchmark() + (one.threads() == 1 ? "" : " with " + one.threads() + " threads");
    }

    boolean isAnythingSlower() {
        return !slower.isEmpty();
    }

    String toText() {
        StringBuilder text = new StringBuilder();
        notes.forEach(note -> text.append("note: ").append(note).append('\n'));
        slower.forEach(line -> text.append("slower: ").append(line).append('\n'));
        faster.forEach(line -> text.append("faster: ").append(line).append('\n'));
        missing.forEach(line -> text.append("missing: ").append(line).append(" was not measured again\n"));
        return text.append(String.format(Locale.ROOT, "%d slower, %d faster, %d alike within the error margins, "
                + "%d without margins, %d missing%n", slower.size(), faster.size(), alike, withoutMargins,
                missing.size())).toString();
    }
}
