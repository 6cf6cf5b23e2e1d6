// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.docs;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compiles a Java block. One that declares a type is a source file; another stands for the statements of a method,
 * with the API imported and the parameters that the note above it gives: {@code <!-- java: given long doctor -->}. A
 * note {@code <!-- java: not compiled, … -->} says why one is left out.
 */
final class JavaSnippet {
    private static final Pattern TYPE = Pattern.compile(
            "^(?:public |final |sealed |abstract )*(?:class|record|interface|enum) (\\w+)", Pattern.MULTILINE);
    private static final String GIVEN = "java: given ";
    private static final String LEFT_OUT = "java: not compiled, ";
    private static final List<String> IMPORTS = List.of("io.engram.trace.core.*", "io.engram.trace.core.config.*",
            "io.engram.trace.core.stats.*", "io.engram.trace.collector.*", "io.engram.trace.collector.event.*",
            "io.engram.trace.collector.correlate.*", "io.engram.trace.collector.export.*",
            "io.engram.trace.collector.tracefile.*", "io.engram.trace.micrometer.*", "io.engram.trace.opentelemetry.*",
            "java.nio.file.Path", "java.time.Duration", "java.util.*");

    private JavaSnippet() {
    }

    /** Whether the note says that it is not compiled. */
    static boolean isLeftOut(Snippet snippet) {
        return snippet.note().startsWith(LEFT_OUT);
    }

    /** What the compiler finds wrong, a line each with the line in the page; empty if nothing. */
    static List<String> errors(Snippet snippet, Path folder) throws IOException {
        Matcher type = TYPE.matcher(snippet.text());
        boolean isFile = type.find();
        String given = snippet.note().startsWith(GIVEN) ? snippet.note().substring(GIVEN.length()) : "";
        // On one line, so that lines of the source are lines of the page.
        String before = isFile ? "" : IMPORTS.stream().map(name -> "import " + name + ";").collect(Collectors.joining())
                + "class Statements { static void run(" + given + ") throws Exception { ";
        String source = before + snippet.text() + (isFile ? "\n" : "\n} }\n");
        JavaCompiler compiler = Optional.ofNullable(ToolProvider.getSystemJavaCompiler()).orElseThrow();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        Path classes = Files.createTempDirectory(folder, "classes");
        compiler.getTask(null, null, found,
                List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path")), null,
                List.of(new Source(isFile ? type.group(1) : "Statements", source))).call();
        return found.getDiagnostics().stream().filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
                .map(one -> snippet.page() + ":" + (snippet.line() + one.getLineNumber() - 1) + ": "
                        + one.getMessage(Locale.ROOT).lines().findFirst().orElse("")).toList();
    }

    /** A source file in memory. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String type, String text) {
            super(URI.create("string:///" + type + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
