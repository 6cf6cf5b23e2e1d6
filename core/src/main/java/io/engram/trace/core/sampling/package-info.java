/** Which events are kept where only some are wanted. */
package io.engram.trace.core.sampling;
