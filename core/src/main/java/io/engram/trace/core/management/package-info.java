// SPDX-License-Identifier: Apache-2.0
/** What JMX shows of a tracer. */
package io.engram.trace.core.management;
