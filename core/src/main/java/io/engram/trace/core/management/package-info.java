/** What JMX shows of a tracer. */
package io.engram.trace.core.management;
