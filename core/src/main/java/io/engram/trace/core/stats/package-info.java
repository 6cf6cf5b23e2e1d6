/** The accounts: what became of every event. */
package io.engram.trace.core.stats;
