package org.ephemeralftp.server.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An upload to a hidden file that takes its place in one step when it is whole. Until then, and if it never is, nothing
 * of what is there is touched.
 */
final class HiddenUpload implements Upload {
    /** What becomes of a file that is there. */
    enum Existing {
        REPLACED,
        KEPT
    }

    private static final Logger log = LoggerFactory.getLogger(HiddenUpload.class);

    private final Home home;
    private final VirtualPath path;
    private final Existing existing;
    private final StagedFile staged;
    private final FileChannel channel;

    private HiddenUpload(Home home, VirtualPath path, Existing existing, StagedFile staged, FileChannel channel) {
        this.home = home;
        this.path = path;
        this.existing = existing;
        this.staged = staged;
        this.channel = channel;
    }

    /** Makes the hidden file now, so that what is in its way is known before the client sends anything. */
    static HiddenUpload start(Home home, VirtualPath path, Existing existing) throws IOException {
        UploadTarget target = UploadTarget.of(home, path);
        Refusal refusal = new Refusal(path);
        if (!Files.isWritable(target.directory())) {
            throw refusal.denied("permission denied: a file is replaced as a whole, and its directory is not writable");
        }
        try {
            StagedFile staged = home.staging().stageFor(target.directory());
            try {
                return new HiddenUpload(
                        home, path, existing, staged, FileChannel.open(staged.path(), CREATE_NEW, WRITE));
            } catch (IOException | RuntimeException e) {
                staged.close();
                throw e;
            }
        } catch (IOException e) {
            log.warn("No upload can be kept for {}: {}", target.directory(), e.toString());
            throw refusal.of(DiskSpace.explain(e, target.directory()));
        }
    }

    @Override
    public FileChannel open() {
        return channel;
    }

    @Override
    public long offset() {
        return 0;
    }

    @Override
    public boolean replaces() {
        try {
            return existing == Existing.REPLACED
                    && Files.exists(UploadTarget.of(home, path).real());
        } catch (IOException e) {
            return false; // The commit will say why it cannot be put there.
        }
    }

    /** {@inheritDoc} Where that is, is looked at again: much may have happened since the upload began. */
    @Override
    public void commit() throws IOException {
        try {
            // Some file systems tell only now that there was no space.
            channel.close();
        } catch (IOException e) {
            throw explain(e);
        }
        UploadTarget target = UploadTarget.of(home, path);
        try {
            place(target);
        } catch (IOException e) {
            log.warn("An upload cannot be put in its place {}: {}", target.real(), e.toString());
            throw new Refusal(path).of(explain(e));
        }
    }

    private void place(UploadTarget target) throws IOException {
        try {
            place(staged.path(), target);
        } catch (AtomicMoveNotSupportedException e) {
            // The same device can be mounted in two places, and nothing is renamed from one to the other.
            log.debug("{} is copied on its way", staged.path(), e);
            try (StagedFile beside = home.staging().beside(target.directory())) {
                Files.copy(staged.path(), beside.path());
                place(beside.path(), target);
            }
        }
    }

    private void place(Path hidden, UploadTarget target) throws IOException {
        KeptAttributes.copy(target, hidden);
        switch (existing) {
            case REPLACED -> Files.move(hidden, target.real(), ATOMIC_MOVE, REPLACE_EXISTING);
            case KEPT -> placeBesideOthers(hidden, target.real());
        }
    }

    /** A link is the one way to give a file a name in one step unless the name is taken. */
    private static void placeBesideOthers(Path hidden, Path target) throws IOException {
        if (Files.exists(target, NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString(), null, "there is such a file by now");
        }
        try {
            Files.createLink(target, hidden);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            // No links here, or none to there: it takes two steps, and a name that nobody can foresee.
            log.debug("{} cannot be linked", hidden, e);
            Files.move(hidden, target, ATOMIC_MOVE);
        }
    }

    @Override
    public IOException explain(IOException failure) {
        return DiskSpace.explain(failure, staged.path());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("Closing {} failed", staged.path(), e);
        } finally {
            staged.close();
        }
    }
}
