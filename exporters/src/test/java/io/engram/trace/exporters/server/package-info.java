// SPDX-License-Identifier: Apache-2.0
/** Servers for tests of exporters. */
package io.engram.trace.exporters.server;
