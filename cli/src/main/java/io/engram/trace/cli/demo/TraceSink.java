// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli.demo;

import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;

/** Where the model's events go: the tracer, or a recording in tests. Arrays are reused by the caller. */
interface TraceSink {

    void priming(long correlationId, PrimingType type, float strength, long source, long target);

    void interference(
        long correlationId, InterferenceType type, float magnitude, long target, long[] competing, int length);

    void reconsolidation(
        long correlationId, long node, float windowPosition, int modificationCount, long modifiedFields,
        float plasticity);

    void falseMemory(long correlationId, long lure, float confidence, long[] sources, int length);
}
