// SPDX-License-Identifier: Apache-2.0
/** A bounded queue of events on disk, which outlives the process. */
package io.engram.trace.collector.spool;
