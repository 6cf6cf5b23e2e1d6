// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.files;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

/** Who runs this process. */
public final class CurrentUser {
    private static final Path SELF = Path.of("/proc/self");

    private CurrentUser() {
    }

    /**
     * The user, as an owner of files.
     *
     * @return user
     * @throws IOException if that cannot be found out
     */
    public static UserPrincipal principal() throws IOException {
        // Not by the property user.name where the system itself tells: that is "?" for users without a name, and
        // anybody may set it.
        return Files.exists(SELF) ? Files.getOwner(SELF)
                : FileSystems.getDefault().getUserPrincipalLookupService()
                        .lookupPrincipalByName(System.getProperty("user.name"));
    }

    /**
     * The user's name, or number where there is no name.
     *
     * @return name
     */
    public static String name() {
        try {
            return principal().getName();
        } catch (IOException e) {
            return System.getProperty("user.name");
        }
    }
}
