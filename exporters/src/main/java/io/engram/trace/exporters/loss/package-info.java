/** What exports tell of losses. */
package io.engram.trace.exporters.loss;
