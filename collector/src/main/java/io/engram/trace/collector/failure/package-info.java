// SPDX-License-Identifier: Apache-2.0
/** What exporters and the collector run into, in logs. */
package io.engram.trace.collector.failure;
