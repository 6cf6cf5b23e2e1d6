/** Which thread owns which ring. */
package io.engram.trace.core.registry;
