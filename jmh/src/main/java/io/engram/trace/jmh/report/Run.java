// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

/**
 * What was measured, and where.
 *
 * @param machine where
 * @param results what
 */
record Run(Machine machine, Results results) {
}
