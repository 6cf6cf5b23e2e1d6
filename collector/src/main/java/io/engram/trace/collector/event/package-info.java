/** The events as exporters see them. */
package io.engram.trace.collector.event;
