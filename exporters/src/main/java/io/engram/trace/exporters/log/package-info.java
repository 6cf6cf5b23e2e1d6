/** Exporter to the application's log. */
package io.engram.trace.exporters.log;
