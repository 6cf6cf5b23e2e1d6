// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli.demo;

import java.nio.charset.StandardCharsets;

/**
 * Node ids of words: a hash, so that ids are stable between runs and use the whole unsigned 64-bit range
 * (half of them do not fit a signed long, which is what exporters have to get right).
 */
final class NodeIds {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private NodeIds() {
    }

    static long of(final String word) {
        long hash = FNV_OFFSET;
        for (final byte b : word.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        // FNV-1a leaves short words close together in the high bits; a xor-shift-multiply round spreads them.
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash ^= hash >>> 33;
        return hash == 0 ? 1 : hash;
    }
}
