// SPDX-License-Identifier: Apache-2.0
/** The overwriting ring: one producer, validating readers, exact accounts. */
package io.engram.trace.memlayout.ring;
