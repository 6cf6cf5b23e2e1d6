// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Prints which clocks can be measured here, with commas between them; what is missing is told by a warning. */
public final class ClocksMain {
    private ClocksMain() {
    }

    /**
     * Prints them.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        System.out.println(Arrays.stream(MeasuredClock.values()).filter(MeasuredClock::isAvailable)
                .map(MeasuredClock::name).collect(Collectors.joining(",")));
    }
}
