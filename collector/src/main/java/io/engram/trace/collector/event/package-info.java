// SPDX-License-Identifier: Apache-2.0
/** The events as exporters see them. */
package io.engram.trace.collector.event;
