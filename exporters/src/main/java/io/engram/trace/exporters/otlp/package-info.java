// SPDX-License-Identifier: Apache-2.0
/** Events as OpenTelemetry log records, sent to a server over gRPC. */
package io.engram.trace.exporters.otlp;
