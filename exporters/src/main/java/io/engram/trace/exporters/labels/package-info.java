/** Words for node ids. */
package io.engram.trace.exporters.labels;
