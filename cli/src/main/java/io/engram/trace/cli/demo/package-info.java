// SPDX-License-Identifier: Apache-2.0
/** A memory that shows all four types of events: spreading activation over the published DRM word lists. */
package io.engram.trace.cli.demo;
