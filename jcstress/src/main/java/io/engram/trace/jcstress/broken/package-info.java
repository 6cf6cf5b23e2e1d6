/** A ring that is broken on purpose, whose test must fail: it shows that the others could. */
package io.engram.trace.jcstress.broken;
