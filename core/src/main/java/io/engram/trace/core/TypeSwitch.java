// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core;

/**
 * Whether and how events of a type are traced.
 *
 * @param enabled whether they are
 * @param rate 0.0 to 1.0, where they are
 */
record TypeSwitch(boolean enabled, double rate) {
}
