// SPDX-License-Identifier: Apache-2.0
/** What documentation shows is tried: snippets compile, examples run, command lines parse. */
package io.engram.trace.docs;
