// SPDX-License-Identifier: Apache-2.0
/** Reads the trace file of another process, running or not, and asks that process for other switches. */
package io.engram.trace.collector.tracefile;
