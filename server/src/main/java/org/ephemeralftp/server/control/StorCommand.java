package org.ephemeralftp.server.control;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import org.apache.ftpserver.ftplet.DataType;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.apache.ftpserver.impl.ServerFtpStatistics;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.data.CrlfOutputStream;
import org.ephemeralftp.server.data.Transfer;
import org.ephemeralftp.server.files.HomeFile;

/** STOR (RFC 959, section 4.1.3): receives a file, from the offset that REST named (RFC 3659, section 5). */
final class StorCommand extends TransferCommand {
    @Override
    Task prepare(FtpIoSession session, FtpServerContext context, FtpRequest request)
            throws ReplyException, FtpException {
        HomeFile file = FileArgument.of(session, request);
        if (file.isDirectory()) {
            throw new ReplyException(550, "Is a directory");
        }
        if (!file.isWritable()) {
            throw new ReplyException(550, "Permission denied");
        }
        return new Receiving(
                context, session, file, FileArgument.offset(session, file), session.getDataType() == DataType.ASCII);
    }

    private static final class Receiving implements Task {
        private final FtpServerContext context;
        private final FtpIoSession session;
        private final HomeFile file;
        private final long offset;
        private final boolean text;
        private @Nullable FileChannel channel;

        private Receiving(FtpServerContext context, FtpIoSession session, HomeFile file, long offset, boolean text) {
            this.context = context;
            this.session = session;
            this.file = file;
            this.offset = offset;
            this.text = text;
        }

        /** Opens the file only now that the client is connected: otherwise a client that never comes empties it. */
        @Override
        public void run(Transfer transfer) throws IOException {
            FileChannel opened = file.openForWriting(offset);
            channel = opened;
            if (text) {
                transfer.receive(new CrlfOutputStream(Channels.newOutputStream(opened)));
            } else {
                transfer.receive(opened, offset);
            }
        }

        @Override
        public void close() throws IOException {
            if (channel != null) {
                channel.close();
            }
        }

        @Override
        public void succeeded(long bytes) {
            ((ServerFtpStatistics) context.getFtpStatistics()).setUpload(session, file, bytes);
        }
    }
}
