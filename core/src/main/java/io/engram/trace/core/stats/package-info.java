// SPDX-License-Identifier: Apache-2.0
/** The accounts: what became of every event. */
package io.engram.trace.core.stats;
