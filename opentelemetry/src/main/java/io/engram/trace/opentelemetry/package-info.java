/** The span that is current in OpenTelemetry's context, and its changes. */
package io.engram.trace.opentelemetry;
