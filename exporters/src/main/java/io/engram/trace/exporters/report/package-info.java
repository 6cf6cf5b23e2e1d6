// SPDX-License-Identifier: Apache-2.0
/** A report on events as one page of HTML that needs nothing else. */
package io.engram.trace.exporters.report;
