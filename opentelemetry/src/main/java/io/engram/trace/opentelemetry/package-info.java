// SPDX-License-Identifier: Apache-2.0
/** The span that is current in OpenTelemetry's context, and its changes; a tracer's accounts as metrics. */
package io.engram.trace.opentelemetry;
