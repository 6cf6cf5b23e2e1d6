// SPDX-License-Identifier: Apache-2.0
/** Benchmarks of what else a Java application could hand such events to. */
package io.engram.trace.jmh.peer;
