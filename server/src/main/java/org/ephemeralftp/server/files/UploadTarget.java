package org.ephemeralftp.server.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Where an upload is to go, looked at once: a place for a new file, or a regular file that may be written.
 *
 * @param real the file, without symbolic links
 * @param directory where it is
 * @param old what is there; empty if nothing is
 */
record UploadTarget(Path real, Path directory, Optional<FileFacts> old) {

    /** @throws IOException that says why nothing can be written there, in words that are fit for the client */
    static UploadTarget of(Home home, VirtualPath path) throws IOException {
        Refusal refusal = new Refusal(path);
        if (!home.mayWrite(path)) {
            throw refusal.denied("this account must not write here");
        }
        if (path.isRoot()) {
            throw refusal.because("is a directory");
        }
        Path real = home.target(path).orElseThrow(() -> refusal.missing("no such file"));
        Path directory = real.getParent();
        if (directory == null) {
            throw refusal.because("is a directory");
        }
        requireDirectory(directory, refusal);
        Optional<FileFacts> old = existing(real, refusal);
        if (old.isPresent()) {
            requireWritable(old.get(), refusal);
        }
        return new UploadTarget(real, directory, old);
    }

    private static void requireDirectory(Path directory, Refusal refusal) throws IOException {
        FileFacts facts =
                FileFacts.of(directory).orElseThrow(() -> refusal.missing("there is no such directory to write to"));
        if (!facts.isDirectory()) {
            throw refusal.because("a file is where a directory should be");
        }
    }

    private static void requireWritable(FileFacts facts, Refusal refusal) throws IOException {
        if (facts.isDirectory()) {
            throw refusal.because("is a directory");
        }
        if (!facts.isRegularFile()) {
            throw refusal.because("is not a regular file");
        }
        if (!facts.isWritable()) {
            throw refusal.denied("permission denied");
        }
    }

    /** What is there; a name that is too long is told from one that is free. */
    private static Optional<FileFacts> existing(Path real, Refusal refusal) throws IOException {
        try {
            Files.readAttributes(real, BasicFileAttributes.class, NOFOLLOW_LINKS);
            return FileFacts.of(real);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw refusal.of(e);
        }
    }
}
