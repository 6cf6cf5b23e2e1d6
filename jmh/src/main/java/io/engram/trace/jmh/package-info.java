/** Benchmarks of recording, draining and encoding. */
package io.engram.trace.jmh;
