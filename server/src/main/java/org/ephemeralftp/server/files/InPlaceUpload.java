package org.ephemeralftp.server.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An upload that changes a file itself: what was written stays written, however the upload ends. */
final class InPlaceUpload implements Upload {
    /** How the file is opened: by then it may have changed since it was looked at. */
    @FunctionalInterface
    interface Opener {
        FileChannel open(ChannelOpener file) throws IOException;
    }

    private final ChannelOpener file;
    private final Path real;
    private final Opener opener;
    private @Nullable FileChannel channel;
    private long offset;

    InPlaceUpload(Home home, VirtualPath path, Opener opener) throws IOException {
        file = new ChannelOpener(home, path);
        try (UploadTarget target = UploadTarget.of(home, path)) {
            real = target.real();
            if (target.old().isEmpty() && !Files.isWritable(target.directory().real())) {
                throw new Refusal(path).denied("permission denied");
            }
        }
        this.opener = opener;
    }

    @Override
    public FileChannel open() throws IOException {
        try {
            FileChannel opened = opener.open(file);
            channel = opened;
            offset = opened.position();
            return opened;
        } catch (IOException e) {
            throw explain(e);
        }
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public boolean replaces() {
        return false;
    }

    @Override
    public void commit() throws IOException {
        try {
            close();
        } catch (IOException e) {
            throw explain(e);
        }
    }

    @Override
    public IOException explain(IOException failure) {
        return DiskSpace.explain(failure, real);
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
