// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;

/**
 * A folder that only the current user may use, and the files made in it.
 *
 * <p>Guarantees: the folder was no link, belonged to the user and was open to nobody else when it was looked at; where
 * nobody else may rename what lies above it, as in a folder with the sticky bit, that stays so. No file is opened that
 * was there before.
 */
public final class PrivateFolder {
    private static final FileAttribute<?> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<PosixFilePermission> OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    private final Path path;

    private PrivateFolder(Path path) {
        this.path = path;
    }

    /**
     * Opens a folder, or makes it and those above it.
     *
     * @param path of the folder
     * @return the folder
     * @throws IOException if it is not this user's alone, or cannot be made
     */
    public static PrivateFolder of(Path path) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            throw new IOException(path + " lies where files have no owners and permissions");
        }
        Path parent = path.getParent();
        if (parent != null) {
            Files.createDirectories(parent, FOLDER);
        }
        try {
            Files.createDirectory(path, FOLDER);
        } catch (FileAlreadyExistsException e) {
            // As below: what is there is looked at, and so is what was just made, since not all file systems that say
            // they know permissions keep them.
        }
        check(path);
        return new PrivateFolder(path);
    }

    private static void check(Path path) throws IOException {
        PosixFileAttributes found = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isDirectory()) {
            throw new IOException(path + " is " + (found.isSymbolicLink() ? "a link" : "no folder"));
        }
        UserPrincipal user = CurrentUser.principal();
        if (!found.owner().equals(user)) {
            throw new IOException(path + " belongs to " + found.owner().getName() + ", not to " + user.getName());
        }
        Set<PosixFilePermission> open = EnumSet.copyOf(OTHERS);
        open.retainAll(found.permissions());
        if (!open.isEmpty()) {
            throw new IOException(path + " has permissions " + PosixFilePermissions.toString(found.permissions())
                    + ", not rwx------");
        }
    }

    /**
     * Makes a file that was not there.
     *
     * @param name of the file
     * @return its channel, to read and write
     * @throws FileAlreadyExistsException if there is anything of this name, be it a link
     * @throws IOException if it cannot be made
     */
    public FileChannel create(String name) throws IOException {
        return FileChannel.open(path.resolve(name), Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                StandardOpenOption.WRITE), FILE);
    }
}
