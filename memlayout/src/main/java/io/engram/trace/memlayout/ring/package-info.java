/** The overwriting ring: one producer, validating readers, exact accounts. */
package io.engram.trace.memlayout.ring;
