// SPDX-License-Identifier: Apache-2.0
/** What exports tell of losses. */
package io.engram.trace.exporters.loss;
