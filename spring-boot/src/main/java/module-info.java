// SPDX-License-Identifier: Apache-2.0
/** Makes a tracer of a Spring Boot application's properties, and its meters. */
module io.engram.trace.spring {
    requires transitive io.engram.trace.core;
    requires static io.engram.trace.micrometer;
    requires static micrometer.core;
    requires spring.beans;
    requires spring.boot;
    requires spring.boot.autoconfigure;
    requires spring.context;
    requires spring.core;

    // Nobody calls it but Spring, by reflection.
    opens io.engram.trace.spring;
}
