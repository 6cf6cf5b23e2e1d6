/** Drains rings, decodes, sorts and batches events, and hands them to exporters. */
package io.engram.trace.collector;
