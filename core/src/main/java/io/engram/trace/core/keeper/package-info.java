// SPDX-License-Identifier: Apache-2.0
/** What keeps a trace file up to date and follows the requests that other processes write into it. */
package io.engram.trace.core.keeper;
