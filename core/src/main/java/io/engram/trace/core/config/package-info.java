// SPDX-License-Identifier: Apache-2.0
/** What is traced, how much of it, in how much memory, and where it goes. */
package io.engram.trace.core.config;
