package org.ephemeralftp.server.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** Makes, deletes and dates one entry of a home, or says why not in words that are fit for the client. */
record EntryChanges(Home home, VirtualPath path) {
    /** What is to be deleted; a link counts as what it leads to, and goes itself. */
    enum Kind {
        DIRECTORY,
        OTHER
    }

    private interface Change {
        void apply(HeldDirectory directory, Path name) throws IOException;
    }

    void makeDirectory() throws IOException {
        if (path.isRoot()) {
            throw taken();
        }
        Path target = home.writableTarget(path);
        change(target, (directory, name) -> {
            if (directory.has(name)) {
                throw new FileAlreadyExistsException(path.toString());
            }
            directory.makeDirectory(name, home.staging());
        });
    }

    void delete(Kind kind) throws IOException {
        Path entry = home.removableEntry(path);
        boolean isDirectory = home.facts(path)
                .orElseThrow(() -> refusal().missing("no such file or directory"))
                .isDirectory();
        if (isDirectory != (kind == Kind.DIRECTORY)) {
            throw refusal().because(isDirectory ? "is a directory" : "is not a directory");
        }
        change(entry, (directory, name) -> {
            if (isDirectory && directory.attributes(name).isDirectory()) {
                deleteDirectory(directory, name);
            } else {
                directory.deleteFile(name);
            }
        });
    }

    /** What lingers of uploads to a home in there is not in the way of a directory that the client sees empty. */
    private void deleteDirectory(HeldDirectory directory, Path name) throws IOException {
        try {
            directory.deleteDirectory(name);
        } catch (DirectoryNotEmptyException e) {
            home.staging().endLingeringBelow(directory.real().resolve(name));
            directory.deleteDirectory(name);
        }
    }

    void setLastModified(FileTime time) throws IOException {
        Path target = home.writableTarget(path);
        if (home.isUsedByPath(target)) {
            try {
                requireDatable(Files.readAttributes(target, BasicFileAttributes.class, NOFOLLOW_LINKS));
                Files.setLastModifiedTime(target, time);
            } catch (IOException e) {
                throw refusal().of(e);
            }
            return;
        }
        change(target, (directory, name) -> {
            BasicFileAttributeView view = directory.view(name, BasicFileAttributeView.class);
            if (view == null) {
                throw refusal().because("has no time that can be set");
            }
            requireDatable(view.readAttributes());
            view.setTimes(time, null, null);
        });
    }

    /** To set the time of anything else would mean to open it, and a pipe would block. */
    private void requireDatable(BasicFileAttributes attributes) throws IOException {
        if (!attributes.isRegularFile() && !attributes.isDirectory()) {
            throw refusal().because("is neither a file nor a directory");
        }
    }

    private void change(Path target, Change change) throws IOException {
        try (HeldDirectory directory = hold(target)) {
            apply(change, directory, target.getFileName());
        }
    }

    private HeldDirectory hold(Path target) throws IOException {
        try {
            return home.holdParent(target);
        } catch (IOException e) {
            throw refusal().of(e);
        }
    }

    private void apply(Change change, HeldDirectory directory, Path name) throws IOException {
        try {
            change.apply(directory, name);
        } catch (FileAlreadyExistsException e) {
            throw taken();
        } catch (DirectoryNotEmptyException e) {
            throw refusal().because("the directory is not empty");
        } catch (IOException e) {
            throw refusal().of(DiskSpace.explain(e, directory.real()));
        }
    }

    private IOException taken() {
        return refusal().because("there is something with this name already");
    }

    private Refusal refusal() {
        return new Refusal(path);
    }
}
