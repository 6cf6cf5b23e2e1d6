// SPDX-License-Identifier: Apache-2.0
/** Ticks on the recording path, and their conversion to time of day off it. */
package io.engram.trace.core.clock;
