// SPDX-License-Identifier: Apache-2.0
/** Trace files made by tests. */
package io.engram.trace.collector.tracefixture;
