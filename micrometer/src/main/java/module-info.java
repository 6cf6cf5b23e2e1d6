// SPDX-License-Identifier: Apache-2.0
/** Tells meters of Micrometer of the tracer. */
module io.engram.trace.micrometer {
    requires transitive io.engram.trace.core;
    requires transitive micrometer.core;

    exports io.engram.trace.micrometer;
}
