/** What exporters and the collector run into, in logs. */
package io.engram.trace.collector.failure;
