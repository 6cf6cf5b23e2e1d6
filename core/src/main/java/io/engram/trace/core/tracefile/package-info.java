/** Where trace files lie. */
package io.engram.trace.core.tracefile;
