// SPDX-License-Identifier: Apache-2.0
/** Which events are kept where only some are wanted. */
package io.engram.trace.core.sampling;
