// SPDX-License-Identifier: Apache-2.0
/** Exporter to the application's log. */
package io.engram.trace.exporters.log;
