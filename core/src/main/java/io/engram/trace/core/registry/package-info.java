// SPDX-License-Identifier: Apache-2.0
/** Which thread owns which ring. */
package io.engram.trace.core.registry;
