/** A bounded queue of events on disk, which outlives the process. */
package io.engram.trace.collector.spool;
