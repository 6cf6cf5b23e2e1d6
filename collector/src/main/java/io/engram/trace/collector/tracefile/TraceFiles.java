// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds trace files. */
public final class TraceFiles {
    private static final Comparator<Found> BY_START =
            Comparator.comparing((Found found) -> found.info().isEmpty())
                    .thenComparing(found -> found.info().map(info -> info.start().toEpochMilli()).orElse(0L))
                    .thenComparing(Found::path);

    private TraceFiles() {
    }

    /**
     * Looks into folders. One that does not exist has no files. Links are not followed: a folder for trace files may be
     * one that others can write to.
     *
     * @param folders where trace files may be
     * @return all files whose name ends in {@code .trace}, by the start of their tracers; then what cannot be read
     */
    public static List<Found> list(List<Path> folders) {
        List<Found> all = new ArrayList<>();
        for (Path folder : folders) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.trace")) {
                files.forEach(file -> all.add(look(file)));
            } catch (NoSuchFileException e) {
                // Nobody has traced here.
                continue;
            } catch (IOException e) {
                all.add(Found.unreadable(folder, noFolder(folder, e)));
            } catch (DirectoryIteratorException e) {
                all.add(Found.unreadable(folder, noFolder(folder, e.getCause())));
            }
        }
        all.sort(BY_START);
        return List.copyOf(all);
    }

    private static Found look(Path path) {
        try (TraceFile file = TraceFile.openFound(path)) {
            return Found.readable(path, file.info(), file.ownerState());
        } catch (TraceFileException e) {
            return Found.unreadable(path, e.getMessage());
        } catch (IOException e) {
            return Found.unreadable(path, "'" + path + "' cannot be read: " + e);
        }
    }

    private static String noFolder(Path folder, IOException cause) {
        return "folder '" + folder + "' cannot be looked into (" + cause.getClass().getSimpleName()
                + "): check that it is a folder and that you may read it";
    }
}
