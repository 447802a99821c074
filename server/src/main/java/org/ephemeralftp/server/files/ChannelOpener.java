package org.ephemeralftp.server.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
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

/** Opens one file of a home itself, or says why not in words that are fit for the client. */
record ChannelOpener(Home home, VirtualPath path) {

    FileChannel forReading(long offset) throws IOException {
        FileFacts facts = FileFacts.of(target()).orElseThrow(this::missing);
        checkOffset(offset, sizeOfRegular(facts));
        return open(facts.real(), offset, Set.of(READ, NOFOLLOW_LINKS));
    }

    FileChannel forWriting(long offset) throws IOException {
        Path target = writable();
        Optional<FileFacts> facts = FileFacts.of(target);
        checkOffset(offset, facts.isPresent() ? sizeOfRegular(facts.get()) : 0);
        Set<OpenOption> options =
                offset == 0 ? Set.of(WRITE, CREATE, TRUNCATE_EXISTING, NOFOLLOW_LINKS) : Set.of(WRITE, NOFOLLOW_LINKS);
        return open(target, offset, options);
    }

    /** The channel stands at the end; whatever else is written meanwhile, nothing is written over, if the system can. */
    FileChannel forAppending() throws IOException {
        Path target = writable();
        Optional<FileFacts> facts = FileFacts.of(target);
        long end = facts.isPresent() ? sizeOfRegular(facts.get()) : 0;
        return open(target, end, Set.of(WRITE, CREATE, APPEND, NOFOLLOW_LINKS));
    }

    private Path writable() throws IOException {
        if (!home.mayWrite(path)) {
            throw refusal().denied("this account must not write here");
        }
        return target();
    }

    private Path target() throws IOException {
        return home.target(path).orElseThrow(this::missing);
    }

    private NoSuchFileException missing() {
        return refusal().missing("no such file");
    }

    /** Only a regular file is ever opened: opening a pipe would block the session for good. */
    private long sizeOfRegular(FileFacts facts) throws IOException {
        if (facts.isRegularFile()) {
            return facts.size();
        }
        throw refusal().because(facts.isDirectory() ? "is a directory" : "is not a regular file");
    }

    private void checkOffset(long offset, long size) throws IOException {
        if (offset < 0 || offset > size) {
            throw refusal().because("offset " + offset + " is outside the file, which has " + size + " bytes");
        }
    }

    private Refusal refusal() {
        return new Refusal(path);
    }

    private FileChannel open(Path target, long offset, Set<? extends OpenOption> options) throws IOException {
        try {
            FileChannel channel = FileChannel.open(target, options);
            try {
                return channel.position(offset);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (FileSystemException e) {
            throw refusal().of(e);
        }
    }
}
