package org.ephemeralftp.server.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a hidden file the owner, group and mode that it would have had if it had been written in place: those of the file
 * it replaces, or of a new file in that directory.
 */
final class KeptAttributes {
    private static final Logger log = LoggerFactory.getLogger(KeptAttributes.class);
    private static final int SET_GROUP_ID = 02000;

    private KeptAttributes() {}

    /** Owner and group as far as we may; a file whose mode cannot be kept is not put in place. */
    static void copy(UploadTarget target, Path hidden) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(hidden, PosixFileAttributeView.class, NOFOLLOW_LINKS);
        if (view == null) {
            return;
        }
        PosixFileAttributes now = view.readAttributes();
        if (target.old().isEmpty()) {
            if (givesItsGroup(target.directory())) {
                setGroup(
                        view,
                        now,
                        Files.readAttributes(target.directory(), PosixFileAttributes.class)
                                .group());
            }
        } else if (target.old().get().attributes() instanceof PosixFileAttributes old) {
            // The mode comes last: a change of the owner may take some of it away.
            setGroup(view, now, old.group());
            setOwner(view, now, old.owner());
            if (!old.permissions().equals(now.permissions())) {
                view.setPermissions(old.permissions());
            }
        }
    }

    private static boolean givesItsGroup(Path directory) throws IOException {
        return directory.getFileSystem().supportedFileAttributeViews().contains("unix")
                && Files.getAttribute(directory, "unix:mode") instanceof Integer mode
                && (mode & SET_GROUP_ID) != 0;
    }

    private static void setGroup(PosixFileAttributeView view, PosixFileAttributes now, GroupPrincipal group) {
        if (!group.equals(now.group())) {
            try {
                view.setGroup(group);
            } catch (IOException e) {
                log.debug("The group {} cannot be kept", group, e);
            }
        }
    }

    private static void setOwner(PosixFileAttributeView view, PosixFileAttributes now, UserPrincipal owner) {
        if (!owner.equals(now.owner())) {
            try {
                view.setOwner(owner);
            } catch (IOException e) {
                log.debug("The owner {} cannot be kept", owner, e);
            }
        }
    }
}
