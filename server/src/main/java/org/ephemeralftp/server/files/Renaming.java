package org.ephemeralftp.server.files;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives an entry of a home another name, and never one that is taken. The kernel's rename replaces files, so the look
 * whether the name is free and the rename are one turn of {@link Names}: nothing that this server does comes between
 * them. Another process that makes the name in that very moment is not seen.
 */
record Renaming(Home home, VirtualPath from, VirtualPath to) {
    private static final Logger log = LoggerFactory.getLogger(Renaming.class);

    void run() throws IOException {
        Path source = home.removableEntry(from);
        Path target = home.writableEntry(to);
        if (target.startsWith(source) && !target.equals(source)) {
            throw new Refusal(to).because("a directory cannot be moved into itself");
        }
        try (HeldDirectory sources = hold(source, from);
                HeldDirectory targets = hold(target, to)) {
            run(new Move(home, sources, source.getFileName(), targets, target.getFileName()));
        }
    }

    private void run(Move move) throws IOException {
        try {
            move.run();
        } catch (FileAlreadyExistsException e) {
            throw new Refusal(to).because("there is something with this name already");
        } catch (AtomicMoveNotSupportedException e) {
            throw new Refusal(to).because("only files can be moved to another file system");
        } catch (IOException e) {
            throw new Refusal(to).of(DiskSpace.explain(e, move.targets().real()));
        }
    }

    private HeldDirectory hold(Path entry, VirtualPath seen) throws IOException {
        try {
            return home.holdParent(entry);
        } catch (IOException e) {
            throw new Refusal(seen).of(e);
        }
    }

    /** The same between two directories that are held open. */
    private record Move(Home home, HeldDirectory sources, Path source, HeldDirectory targets, Path target) {
        private interface Step {
            void run() throws IOException;
        }

        void run() throws IOException {
            BasicFileAttributes seen = look();
            if (seen.isDirectory()) {
                // What lingers of uploads to a home in there would not be found in its new place.
                home.staging().endLingeringBelow(sources.real().resolve(source));
            }
            try {
                giveName(() -> sources.move(source, targets, target));
            } catch (AtomicMoveNotSupportedException e) {
                if (!seen.isRegularFile()) {
                    throw e;
                }
                copy(seen);
            }
        }

        private BasicFileAttributes look() throws IOException {
            PosixFileAttributeView posix = sources.view(source, PosixFileAttributeView.class);
            return posix == null ? sources.attributes(source) : posix.readAttributes();
        }

        private void giveName(Step step) throws IOException {
            Lock names = Names.turn();
            names.lock();
            try {
                if (targets.has(target)) {
                    throw new FileAlreadyExistsException(target.toString());
                }
                step.run();
            } finally {
                names.unlock();
            }
        }

        /** To another file system: a whole copy takes the name in one step, and then the source goes. */
        private void copy(BasicFileAttributes seen) throws IOException {
            // The source is open until the turn is over: to free the space of a large file takes its time.
            try (StagedFile copy = home.staging().beside(targets.real());
                    FileChannel whole = sources.open(source, Set.of(READ))) {
                copy.fill(whole, home.syncsUploads());
                keepAttributes(copy, seen);
                giveName(() -> takeOver(copy, seen));
            }
        }

        private void takeOver(StagedFile copy, BasicFileAttributes seen) throws IOException {
            if (!isStill(seen)) {
                throw new FileSystemException(source.toString(), null, "the file to be renamed changed meanwhile");
            }
            copy.moveTo(targets, target);
            try {
                sources.deleteFile(source);
            } catch (IOException e) {
                throw takeBack(e);
            }
        }

        /** Whether the source is the file that was looked at before it was copied. */
        private boolean isStill(BasicFileAttributes seen) throws IOException {
            try {
                BasicFileAttributes now = sources.attributes(source);
                return Objects.equals(now.fileKey(), seen.fileKey())
                        && now.size() == seen.size()
                        && now.lastModifiedTime().equals(seen.lastModifiedTime());
            } catch (NoSuchFileException e) {
                return false;
            }
        }

        private FileSystemException takeBack(IOException why) {
            String reason = source + " cannot be removed where it was, so it was not renamed";
            try {
                targets.deleteFile(target);
            } catch (IOException e) {
                why.addSuppressed(e);
                reason = source + " cannot be removed where it was, and is now in both places";
            }
            log.warn("{}: {}", sources.real(), reason, why);
            return new FileSystemException(target.toString(), null, reason);
        }

        private static void keepAttributes(StagedFile copy, BasicFileAttributes seen) throws IOException {
            PosixFileAttributeView posix = copy.view(PosixFileAttributeView.class);
            if (posix != null && seen instanceof PosixFileAttributes old) {
                KeptAttributes.copy(old, posix);
            }
            BasicFileAttributeView basic = copy.view(BasicFileAttributeView.class);
            if (basic != null) {
                basic.setTimes(seen.lastModifiedTime(), null, null);
            }
        }
    }
}
