// SPDX-License-Identifier: Apache-2.0
/** Events in the trace event format that Perfetto's and Chrome's viewers open. */
package io.engram.trace.exporters.chrome;
