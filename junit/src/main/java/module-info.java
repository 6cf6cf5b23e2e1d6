// SPDX-License-Identifier: Apache-2.0
/** Lets tests of JUnit 5 check which events were recorded. */
module io.engram.trace.junit {
    requires transitive io.engram.trace.collector;
    requires transitive org.junit.jupiter.api;

    exports io.engram.trace.junit;
}
