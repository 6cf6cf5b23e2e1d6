// SPDX-License-Identifier: Apache-2.0
/** Which events belong together, across event types and threads. */
package io.engram.trace.collector.correlate;
