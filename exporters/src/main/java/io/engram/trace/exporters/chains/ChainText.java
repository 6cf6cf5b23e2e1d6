// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.chains;

import io.engram.trace.collector.correlate.Chain;
import io.engram.trace.collector.correlate.ChainLink;
import io.engram.trace.core.EventType;
import io.engram.trace.core.spi.TracedThread;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** What chains hold, in few characters; all of them ASCII but for names. */
public final class ChainText {
    /** What the letters of {@link #path} stand for. */
    public static final String PATH_LETTERS = "P priming, I interference, R reconsolidation, F false memory";

    private static final String LETTERS = "PIRF";
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double SECONDS_PER_HOUR = 3_600;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final DateTimeFormatter TO_MILLIS = formatter("SSS");
    private static final DateTimeFormatter TO_NANOS = formatter("SSSSSSSSS");

    private ChainText() {
    }

    private static DateTimeFormatter formatter(String fraction) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss." + fraction + "'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC);
    }

    /**
     * The types of a chain's events, in their order.
     *
     * @param chain any
     * @return a letter for each, such as {@code P>I>R>F}; equal ones that follow one another are counted: {@code 3P>F}
     */
    public static String path(Chain chain) {
        StringBuilder path = new StringBuilder();
        List<ChainLink> links = chain.links();
        for (int i = 0; i < links.size();) {
            EventType type = links.get(i).event().eventType();
            int end = i + 1;
            while (end < links.size() && links.get(end).event().eventType() == type) {
                end++;
            }
            path.append(i == 0 ? "" : ">").append(end - i == 1 ? "" : Integer.toString(end - i))
                    .append(LETTERS.charAt(type.ordinal()));
            i = end;
        }
        return path.toString();
    }

    /**
     * A thread for people, as it is: others may have put anything into its name.
     *
     * @param thread any
     * @return its name, or its id where there is none
     */
    public static String thread(TracedThread thread) {
        return thread.name().isBlank() ? "thread " + thread.id() : thread.name();
    }

    /**
     * A duration in the unit that fits.
     *
     * @param nanos nanoseconds, not negative
     * @return ten characters at most, such as {@code 12.345 ms}
     */
    public static String duration(long nanos) {
        double seconds = (double) nanos / NANOS_PER_SECOND;
        if (nanos < NANOS_PER_SECOND) {
            // Not rounded up to a thousand milliseconds.
            return String.format(Locale.ROOT, "%.3f ms", Math.floor(nanos / 1e3) * 1e3 / NANOS_PER_MILLI);
        }
        if (seconds < SECONDS_PER_HOUR) {
            return String.format(Locale.ROOT, "%.3f s", seconds);
        }
        return seconds < SECONDS_PER_DAY ? String.format(Locale.ROOT, "%.3f h", seconds / SECONDS_PER_HOUR)
                : String.format(Locale.ROOT, "%,d d", (long) seconds / SECONDS_PER_DAY);
    }

    /**
     * A time to the millisecond.
     *
     * @param unixNano nanoseconds since 1970
     * @return RFC 3339, UTC
     */
    public static String timestamp(long unixNano) {
        return TO_MILLIS.format(instant(unixNano));
    }

    /** A time to the nanosecond, RFC 3339, UTC. */
    static String exactTimestamp(long unixNano) {
        return TO_NANOS.format(instant(unixNano));
    }

    private static Instant instant(long unixNano) {
        return Instant.ofEpochSecond(Math.floorDiv(unixNano, NANOS_PER_SECOND),
                Math.floorMod(unixNano, NANOS_PER_SECOND));
    }

    /**
     * An intensity.
     *
     * @param intensity any
     * @return eight characters or fewer, such as {@code 0.750}; {@code -} for what is no number
     */
    public static String intensity(float intensity) {
        if (Float.isNaN(intensity)) {
            return "-";
        }
        boolean isUsual = Math.abs(intensity) < 1_000 && (Math.abs(intensity) >= 0.001f || intensity == 0);
        return String.format(Locale.ROOT, isUsual ? "%.3f" : "%.1e", intensity);
    }
}
