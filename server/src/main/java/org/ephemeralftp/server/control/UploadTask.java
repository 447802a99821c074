package org.ephemeralftp.server.control;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Optional;
import org.apache.ftpserver.ftplet.DataType;
import org.apache.ftpserver.impl.FtpIoSession;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.data.CrlfOutputStream;
import org.ephemeralftp.server.data.DataConnectionException;
import org.ephemeralftp.server.data.Transfer;
import org.ephemeralftp.server.files.HomeFile;
import org.ephemeralftp.server.files.NoSpaceException;
import org.ephemeralftp.server.files.Upload;

/**
 * The receiving of one file, which STOR, STOU and APPE have in common.
 *
 * @param opening what the 150 says, if it is to say anything of the file
 * @param graceToReplace how long it waits, after the data ended, if it is about to replace a file
 */
record UploadTask(HomeFile file, Upload upload, Optional<String> opening, Duration graceToReplace, boolean text)
        implements TransferCommand.Placing {

    /** How an upload begins; what is wrong with the file is found out here. */
    @FunctionalInterface
    interface Beginning {
        Upload begin(HomeFile file) throws IOException;
    }

    static UploadTask prepare(FtpIoSession session, HomeFile file, Beginning beginning, @Nullable String opening)
            throws ReplyException {
        try {
            boolean text = session.getDataType() == DataType.ASCII;
            return new UploadTask(file, beginning.begin(file), Optional.ofNullable(opening), Duration.ZERO, text);
        } catch (NoSpaceException e) {
            throw new ReplyException(452, e);
        } catch (IOException e) {
            throw new ReplyException(553, e);
        }
    }

    /** The same upload, which waits if it is about to replace a file. */
    UploadTask withGraceToReplace(Duration grace) {
        return new UploadTask(file, upload, opening, grace, text);
    }

    /** From the offset that REST named, into the file itself. */
    static UploadTask fromOffset(FtpIoSession session, HomeFile file) throws ReplyException {
        long offset = session.getFileOffset();
        UploadTask task = prepare(
                session,
                file,
                named -> named.overwrite(offset),
                "The file is written in place, from byte " + offset + " on");
        FileArgument.offset(session, file);
        return task;
    }

    @Override
    public String path() {
        return file.getAbsolutePath();
    }

    @Override
    public void run(Transfer transfer) throws IOException {
        FileChannel channel = upload.open();
        try {
            if (text) {
                transfer.receive(new CrlfOutputStream(Channels.newOutputStream(channel)));
            } else {
                transfer.receive(channel, upload.offset());
            }
        } catch (DataConnectionException e) {
            throw e;
        } catch (IOException e) {
            throw upload.explain(e);
        }
    }

    @Override
    public Duration grace() {
        return upload.replaces() ? graceToReplace : Duration.ZERO;
    }

    @Override
    public void commit() throws IOException {
        upload.commit();
    }

    @Override
    public void close() throws IOException {
        upload.close();
    }
}
