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
    private static final int ALL_OF_MODE = 07777;

    private KeptAttributes() {}

    /** Owner and group as far as we may; a file whose mode cannot be kept is not put in place. */
    static void copy(UploadTarget target, StagedFile hidden) throws IOException {
        PosixFileAttributeView view = hidden.view(PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        if (target.old().isEmpty()) {
            ofNew(target.directory().real(), view);
        } else if (target.old().get().attributes() instanceof PosixFileAttributes old) {
            copy(old, view);
        }
    }

    /** Gives a hidden file what another file has. */
    static void copy(PosixFileAttributes old, PosixFileAttributeView view) throws IOException {
        PosixFileAttributes now = view.readAttributes();
        // The mode comes last: a change of the owner may take some of it away.
        setGroup(view, now, old.group());
        setOwner(view, now, old.owner());
        if (!old.permissions().equals(now.permissions())) {
            view.setPermissions(old.permissions());
        }
    }

    /** Gives a hidden directory what a new one in that directory would have. */
    static void ofNewDirectory(Path parent, Path hidden) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(hidden, PosixFileAttributeView.class, NOFOLLOW_LINKS);
        if (view != null && ofNew(parent, view)) {
            int mode = (Integer) Files.getAttribute(hidden, "unix:mode", NOFOLLOW_LINKS);
            if ((mode & SET_GROUP_ID) == 0) {
                giveItsGroup(hidden, mode);
            }
        }
    }

    private static void giveItsGroup(Path hidden, int mode) {
        try {
            Files.setAttribute(hidden, "unix:mode", (mode & ALL_OF_MODE) | SET_GROUP_ID, NOFOLLOW_LINKS);
        } catch (IOException e) {
            log.debug("The set-group-id bit cannot be kept", e);
        }
    }

    /** Whether the directory gives what is new in it its group, which is done here. */
    private static boolean ofNew(Path directory, PosixFileAttributeView view) throws IOException {
        boolean given = givesItsGroup(directory);
        if (given) {
            GroupPrincipal group = Files.readAttributes(directory, PosixFileAttributes.class, NOFOLLOW_LINKS)
                    .group();
            setGroup(view, view.readAttributes(), group);
        }
        return given;
    }

    /** Whether what is new in the directory gets its group. */
    static boolean givesItsGroup(Path directory) throws IOException {
        return directory.getFileSystem().supportedFileAttributeViews().contains("unix")
                && Files.getAttribute(directory, "unix:mode", NOFOLLOW_LINKS) instanceof Integer mode
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
