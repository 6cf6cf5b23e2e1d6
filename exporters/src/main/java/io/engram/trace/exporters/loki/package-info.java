// SPDX-License-Identifier: Apache-2.0
/** Events pushed to Grafana Loki. */
package io.engram.trace.exporters.loki;
