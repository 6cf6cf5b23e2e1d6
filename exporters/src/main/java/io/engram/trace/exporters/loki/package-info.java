/** Events pushed to Grafana Loki. */
package io.engram.trace.exporters.loki;
