// SPDX-License-Identifier: Apache-2.0
/** A tracer's accounts as meters. */
package io.engram.trace.micrometer;
