// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock.counter;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A page of machine code, on Linux. It is written first and made executable then, never both at once, so that systems
 * which refuse pages of both kinds have nothing to refuse.
 *
 * <p>On aarch64 caches of instructions do not follow stores by themselves. The kernel brings them up to date when it
 * makes a fresh page executable, and no core can have fetched from the page before, since it was not executable.
 *
 * <p>Who owns the memory: the process, until it ends; code in use cannot be unmapped.
 */
final class CodePage {
    private static final long READ = 1;
    private static final long WRITE = 2;
    private static final long EXECUTE = 4;
    private static final long PRIVATE_ANONYMOUS = 0x22;
    private static final long NO_FILE = -1;
    private static final long FAILED = -1;

    private static final Linker LINKER = Linker.nativeLinker();
    // One type for all functions of the C library, since each type that is linked costs the start ten milliseconds:
    // arguments and results of up to 64 bits travel in registers, and nobody looks at those of arguments too many.
    private static final FunctionDescriptor SIX_WORDS = FunctionDescriptor.of(JAVA_LONG,
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private CodePage() {
    }

    /**
     * Makes a function of machine code.
     *
     * @param code of a function without arguments that returns a long, and neither blocks nor calls anything
     * @return handle of type {@code ()long}; a call costs next to nothing beside the code
     * @throws IOException if the system refuses the memory
     * @throws Throwable whatever a linker throws
     */
    @SuppressWarnings("restricted")
    static MethodHandle link(byte[] code) throws Throwable {
        MethodHandle protect = function("mprotect");
        long length = code.length;
        long address = (long) function("mmap").invokeExact(0L, length, READ | WRITE, PRIVATE_ANONYMOUS, NO_FILE, 0L);
        if (address == FAILED) {
            throw new IOException("mmap gave no memory");
        }
        MemorySegment page = MemorySegment.ofAddress(address).reinterpret(length);
        MemorySegment.copy(code, 0, page, JAVA_BYTE, 0, code.length);
        long result = (long) protect.invokeExact(address, length, READ | EXECUTE, 0L, 0L, 0L);
        // It returns an int; the upper half of the register is anybody's.
        if ((int) result != 0) {
            long ignored = (long) function("munmap").invokeExact(address, length, 0L, 0L, 0L, 0L);
            throw new IOException("mprotect does not make memory executable");
        }
        return LINKER.downcallHandle(page, FunctionDescriptor.of(JAVA_LONG), Linker.Option.critical(false));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name) throws IOException {
        MemorySegment address = LINKER.defaultLookup().find(name)
                .orElseThrow(() -> new IOException("the C library has no " + name));
        return LINKER.downcallHandle(address, SIX_WORDS);
    }
}
