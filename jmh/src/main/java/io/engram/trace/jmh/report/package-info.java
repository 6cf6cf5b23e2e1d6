/** Turns JMH's result files into one table, and judges the goals. */
package io.engram.trace.jmh.report;
