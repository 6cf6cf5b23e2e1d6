/** What applications call: the tracer and the types of events. */
package io.engram.trace.core;
