// SPDX-License-Identifier: Apache-2.0
/** Turns what JMH found into reports, judges the goals, and compares runs. */
package io.engram.trace.jmh.report;
