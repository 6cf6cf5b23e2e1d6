/** Servers for tests of exporters. */
package io.engram.trace.exporters.server;
