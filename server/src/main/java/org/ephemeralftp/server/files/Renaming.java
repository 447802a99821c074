package org.ephemeralftp.server.files;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives an entry of a home another name, and never one that is taken. The kernel's rename replaces files. So all renames
 * and commits of one home take turns, and the name is taken for an empty file first, which other processes see and only
 * this rename replaces. A directory needs none: the kernel replaces nothing with it but an empty directory.
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
            BasicFileAttributes attributes = sources.attributes(source);
            if (attributes.isDirectory()) {
                inTurn(() -> sources.move(source, targets, target));
                return;
            }
            try {
                inTurn(() -> replaceNothing(() -> sources.move(source, targets, target)));
            } catch (AtomicMoveNotSupportedException e) {
                if (!attributes.isRegularFile()) {
                    throw e;
                }
                copy();
            }
        }

        private void inTurn(Step step) throws IOException {
            Lock names = home.staging().names();
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

        private void replaceNothing(Step move) throws IOException {
            targets.open(target, Set.of(CREATE_NEW, WRITE)).close();
            try {
                move.run();
            } catch (IOException | RuntimeException e) {
                giveUpName();
                throw e;
            }
        }

        private void giveUpName() {
            try {
                BasicFileAttributes attributes = targets.attributes(target);
                if (attributes.isRegularFile() && attributes.size() == 0) {
                    targets.deleteFile(target);
                }
            } catch (IOException e) {
                log.warn("An empty file {} is left: {}", targets.real().resolve(target), e.toString());
            }
        }

        /** To another file system: a whole copy takes the name in one step, and then the source goes. */
        private void copy() throws IOException {
            try (StagedFile copy = home.staging().beside(targets.real())) {
                try (FileChannel whole = sources.open(source, Set.of(READ))) {
                    copy.fill(whole);
                }
                keepAttributes(copy);
                inTurn(() -> replaceNothing(() -> copy.moveTo(targets, target)));
            }
            sources.deleteFile(source);
        }

        private void keepAttributes(StagedFile copy) throws IOException {
            PosixFileAttributeView old = sources.view(source, PosixFileAttributeView.class);
            PosixFileAttributeView posix = copy.view(PosixFileAttributeView.class);
            if (old != null && posix != null) {
                PosixFileAttributes attributes = old.readAttributes();
                KeptAttributes.copy(attributes, posix);
            }
            BasicFileAttributeView basic = copy.view(BasicFileAttributeView.class);
            if (basic != null) {
                basic.setTimes(sources.attributes(source).lastModifiedTime(), null, null);
            }
        }
    }
}
