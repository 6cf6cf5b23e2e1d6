// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.diagram;

import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.SequenceLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.UnionLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Draws a struct as the table of offsets, sizes and fields that stands in the javadoc of its class. */
public final class LayoutDiagram {
    private static final String INDENT = "  ";

    private final List<String> lines = new ArrayList<>(List.of("offset size field"));

    private LayoutDiagram() {
    }

    /**
     * The table of a struct.
     *
     * @param layout a struct whose members have names
     * @return lines
     */
    public static List<String> of(StructLayout layout) {
        LayoutDiagram diagram = new LayoutDiagram();
        diagram.members(layout, 0, "", "");
        return List.copyOf(diagram.lines);
    }

    /**
     * The table that stands first in the javadoc of a class.
     *
     * @param owner a class of the module whose tests run
     * @return lines
     * @throws IOException if its source cannot be read
     */
    public static List<String> inJavadocOf(Class<?> owner) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/main/java", owner.getName().replace('.', '/') + ".java"));
        return lines.subList(lines.indexOf(" * <pre>") + 1, lines.indexOf(" * </pre>")).stream()
                .map(line -> line.substring(" * ".length()))
                .toList();
    }

    private void members(StructLayout struct, long start, String indent, String owner) {
        long offset = start;
        for (MemoryLayout member : struct.memberLayouts()) {
            member(member, offset, indent, owner);
            offset += member.byteSize();
        }
    }

    private void member(MemoryLayout member, long offset, String indent, String owner) {
        switch (member) {
            case PaddingLayout padding -> line(offset, padding, indent + (owner.isEmpty() ? "" : owner + " ") + "(padding)");
            case SequenceLayout array -> line(offset, array, indent + name(owner, array) + "[" + array.elementCount() + "]");
            case StructLayout struct -> {
                line(offset, struct, indent + name(owner, struct));
                members(struct, offset, indent + INDENT, name(owner, struct));
            }
            case UnionLayout union -> {
                line(offset, union, indent + name(owner, union) + ": union");
                for (MemoryLayout choice : union.memberLayouts()) {
                    members((StructLayout) choice, offset, indent + INDENT, choice.name().orElseThrow());
                }
            }
            default -> line(offset, member, indent + name(owner, member));
        }
    }

    private void line(long offset, MemoryLayout layout, String text) {
        lines.add("%6d %4d %s".formatted(offset, layout.byteSize(), text));
    }

    private static String name(String owner, MemoryLayout layout) {
        return (owner.isEmpty() ? "" : owner + ".") + layout.name().orElseThrow();
    }
}
