// SPDX-License-Identifier: Apache-2.0
/** Brings batches to exporters: queues, retries, spools, and settles what became of each event. */
package io.engram.trace.collector.delivery;
