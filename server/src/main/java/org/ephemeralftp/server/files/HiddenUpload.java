package org.ephemeralftp.server.files;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;
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
        /** The name is one that nobody can foresee, so that a look before the rename is enough. */
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
        Path directory;
        try (UploadTarget target = UploadTarget.of(home, path)) {
            directory = target.directory().real();
        }
        Refusal refusal = new Refusal(path);
        if (!Files.isWritable(directory)) {
            throw refusal.denied("permission denied: a file is replaced as a whole, and its directory is not writable");
        }
        try {
            StagedFile staged = home.staging().stageFor(directory);
            try {
                return new HiddenUpload(home, path, existing, staged, staged.open(CREATE_NEW, WRITE));
            } catch (IOException | RuntimeException e) {
                staged.close();
                throw e;
            }
        } catch (IOException e) {
            log.warn("No upload can be kept for {}: {}", directory, e.toString());
            throw refusal.of(DiskSpace.explain(e, directory));
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
        if (existing == Existing.KEPT || home.isMissing(path)) {
            return false;
        }
        try (UploadTarget target = UploadTarget.of(home, path)) {
            return target.old().isPresent();
        } catch (IOException e) {
            return false; // The commit will say why it cannot be put there.
        }
    }

    /** {@inheritDoc} Where that is, is looked at again: much may have happened since the upload began. */
    @Override
    public void commit() throws IOException {
        try {
            if (home.syncsUploads()) {
                // A file system may write down the new name long before what is in the file.
                channel.force(false);
            }
            // Some file systems tell only now that there was no space.
            channel.close();
        } catch (IOException e) {
            throw explain(e);
        }
        try (UploadTarget target = UploadTarget.of(home, path)) {
            try {
                place(target);
            } catch (IOException e) {
                log.warn("An upload cannot be put in its place {}: {}", target.real(), e.toString());
                throw new Refusal(path).of(explain(e));
            }
        }
    }

    private void place(UploadTarget target) throws IOException {
        try {
            place(staged, target);
        } catch (AtomicMoveNotSupportedException e) {
            // The same device can be mounted in two places, and nothing is renamed from one to the other.
            log.debug("{} is copied on its way", staged.path(), e);
            try (StagedFile beside = home.staging().beside(target.directory().real())) {
                try (FileChannel whole = staged.open(READ)) {
                    beside.fill(whole, home.syncsUploads());
                }
                place(beside, target);
            }
        }
    }

    private void place(StagedFile hidden, UploadTarget target) throws IOException {
        KeptAttributes.copy(target, hidden);
        Lock names = Names.turn();
        names.lock();
        try {
            if (existing == Existing.KEPT && target.directory().has(target.name())) {
                throw new FileAlreadyExistsException(target.real().toString(), null, "there is such a file by now");
            }
            hidden.moveTo(target.directory(), target.name());
        } finally {
            names.unlock();
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
