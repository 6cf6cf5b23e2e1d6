/** Trace files made by tests. */
package io.engram.trace.collector.tracefixture;
