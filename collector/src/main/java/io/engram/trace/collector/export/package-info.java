/** What an exporter implements and is given. */
package io.engram.trace.collector.export;
