package org.ephemeralftp.server.files;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** Opens one file of a home itself, or says why not in words that are fit for the client. */
record ChannelOpener(Home home, VirtualPath path) {
    /** How a file is opened, from where on. */
    private record Opening(long offset, Set<? extends OpenOption> options) {}

    private interface Choice {
        /** Looks at the file; empty if there is none. */
        Opening choose(Optional<FileFacts> facts) throws IOException;
    }

    FileChannel forReading(long offset) throws IOException {
        Path target = home.target(path).orElseThrow(this::missing);
        return open(target, facts -> {
            checkOffset(offset, sizeOfRegular(facts.orElseThrow(this::missing)));
            return new Opening(offset, Set.of(READ));
        });
    }

    FileChannel forWriting(long offset) throws IOException {
        return open(home.writableTarget(path), facts -> {
            checkOffset(offset, facts.isPresent() ? sizeOfRegular(facts.get()) : 0);
            if (facts.isEmpty()) {
                return new Opening(0, Set.of(WRITE, CREATE_NEW));
            }
            return new Opening(offset, offset == 0 ? Set.of(WRITE, TRUNCATE_EXISTING) : Set.of(WRITE));
        });
    }

    /** The channel stands at the end; whatever else is written meanwhile, nothing is written over, if the system can. */
    FileChannel forAppending() throws IOException {
        return open(home.writableTarget(path), facts -> {
            return facts.isPresent()
                    ? new Opening(sizeOfRegular(facts.get()), Set.of(WRITE, APPEND))
                    : new Opening(0, Set.of(WRITE, CREATE_NEW, APPEND));
        });
    }

    private FileChannel open(Path target, Choice choice) throws IOException {
        if (path.isRoot()) {
            throw directory();
        }
        try (HeldDirectory directory = hold(target)) {
            Path name = target.getFileName();
            Optional<FileFacts> facts = FileFacts.of(directory, name);
            if (facts.isEmpty()) {
                FileChannel made = makeInTurn(directory, name, choice);
                if (made != null) {
                    return made;
                }
                facts = FileFacts.of(directory, name);
            }
            return open(directory, name, choice.choose(facts));
        }
    }

    /** Makes the file so that no rename takes its name for a free one; null if it is there by now. */
    private @Nullable FileChannel makeInTurn(HeldDirectory directory, Path name, Choice choice) throws IOException {
        Lock names = Names.turn();
        names.lock();
        try {
            // What is there is opened out of turn: it might be a pipe by then, and would block everybody.
            return has(directory, name) ? null : open(directory, name, choice.choose(Optional.empty()));
        } finally {
            names.unlock();
        }
    }

    private boolean has(HeldDirectory directory, Path name) throws IOException {
        try {
            return directory.has(name);
        } catch (FileSystemException e) {
            throw refusal().of(e);
        }
    }

    private HeldDirectory hold(Path target) throws IOException {
        try {
            return home.holdParent(target);
        } catch (FileSystemException e) {
            throw refusal().of(e);
        }
    }

    private FileChannel open(HeldDirectory directory, Path name, Opening opening) throws IOException {
        try {
            FileChannel channel = directory.open(name, opening.options());
            try {
                return channel.position(opening.offset());
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (FileSystemException e) {
            throw refusal().of(e);
        }
    }

    private NoSuchFileException missing() {
        return refusal().missing("no such file");
    }

    private FileSystemException directory() {
        return refusal().because("is a directory");
    }

    /** Only a regular file is ever opened: opening a pipe would block the session for good. */
    private long sizeOfRegular(FileFacts facts) throws IOException {
        if (facts.isRegularFile()) {
            return facts.size();
        }
        throw facts.isDirectory() ? directory() : refusal().because("is not a regular file");
    }

    private void checkOffset(long offset, long size) throws IOException {
        if (offset < 0 || offset > size) {
            throw new OffsetException(path, offset, size);
        }
    }

    private Refusal refusal() {
        return new Refusal(path);
    }
}
