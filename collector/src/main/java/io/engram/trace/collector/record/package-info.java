// SPDX-License-Identifier: Apache-2.0
/** Between records as they lie in memory and on disk, and events. */
package io.engram.trace.collector.record;
