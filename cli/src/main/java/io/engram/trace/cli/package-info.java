// SPDX-License-Identifier: Apache-2.0
/** The engram command: what it accepts, what it prints, how it ends. */
package io.engram.trace.cli;
