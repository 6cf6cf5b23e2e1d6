// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli.demo;

/** Aggregate results printed in the abstracts of the papers the demo reproduces. */
public final class PublishedRates {

    /** False recall in experiment 1 of Roediger and McDermott (1995), six lists of 12 words. */
    public static final double ROEDIGER_MCDERMOTT_1995_EXPERIMENT_1 = 0.40;

    /** False recall in experiment 2 of Roediger and McDermott (1995), an expanded set of lists. */
    public static final double ROEDIGER_MCDERMOTT_1995_EXPERIMENT_2 = 0.55;

    /** Lowest false recall of the 36 lists of Stadler, Roediger and McDermott (1999): "king". */
    public static final double STADLER_1999_LOWEST = 0.10;

    /** Highest false recall of the lists of Roediger, Watson, McDermott and Gallo (2001): "window". */
    public static final double ROEDIGER_2001_HIGHEST = 0.65;

    /** Correlation of mean backward associative strength with false recall over the 55 lists of Roediger et al. (2001). */
    public static final double ROEDIGER_2001_BACKWARD_STRENGTH_CORRELATION = 0.73;

    private PublishedRates() {
    }
}
