package org.ephemeralftp.server.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an upload is to go, looked at once: a place for a new file, or a regular file that may be written.
 *
 * @param directory where it is, held open
 * @param name what it is called there
 * @param old what is there; empty if nothing is
 */
record UploadTarget(HeldDirectory directory, Path name, Optional<FileFacts> old) implements Closeable {

    /** @throws IOException that says why nothing can be written there, in words that are fit for the client */
    static UploadTarget of(Home home, VirtualPath path) throws IOException {
        Refusal refusal = new Refusal(path);
        Path real = home.writablePlace(path);
        if (path.isRoot()) {
            throw refusal.because("is a directory");
        }
        HeldDirectory directory = hold(home, path, real);
        try {
            Optional<FileFacts> old = existing(directory, real.getFileName(), refusal);
            if (old.isPresent()) {
                requireWritable(old.get(), refusal);
            }
            return new UploadTarget(directory, real.getFileName(), old);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static HeldDirectory hold(Home home, VirtualPath path, Path real) throws IOException {
        Refusal refusal = new Refusal(path);
        HeldDirectory directory;
        try {
            directory = home.holdParent(real);
        } catch (IOException e) {
            requireDirectory(home, path.parent(), refusal);
            throw refusal.of(e);
        }
        if (directory instanceof DirectoryByPath) {
            // Any other is open, so that there is one.
            requireDirectory(home, path.parent(), refusal);
        }
        return directory;
    }

    private static void requireDirectory(Home home, VirtualPath parent, Refusal refusal) throws IOException {
        FileFacts facts =
                home.facts(parent).orElseThrow(() -> refusal.missing("there is no such directory to write to"));
        if (!facts.isDirectory()) {
            throw refusal.because("a file is where a directory should be");
        }
    }

    private static void requireWritable(FileFacts facts, Refusal refusal) throws IOException {
        if (facts.isDirectory()) {
            throw refusal.because("is a directory");
        }
        if (facts.attributes().isSymbolicLink()) {
            // What leads somewhere was followed.
            throw refusal.missing("no such file or directory");
        }
        if (!facts.isRegularFile()) {
            throw refusal.because("is not a regular file");
        }
        if (!Files.isWritable(facts.real())) {
            throw refusal.denied("permission denied");
        }
    }

    /** What is there; a name that is too long is told from one that is free. */
    private static Optional<FileFacts> existing(HeldDirectory directory, Path name, Refusal refusal)
            throws IOException {
        try {
            return Optional.of(FileFacts.read(directory, name));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw refusal.of(e);
        }
    }

    /** Its path, as it was when it was looked at. */
    Path real() {
        return directory.real().resolve(name);
    }

    @Override
    public void close() throws IOException {
        directory.close();
    }
}
