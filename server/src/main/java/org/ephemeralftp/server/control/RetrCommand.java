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

import org.ephemeralftp.server.data.CrlfInputStream;
import org.ephemeralftp.server.data.Transfer;
import org.ephemeralftp.server.files.HomeFile;

/** RETR (RFC 959, section 4.1.3): sends a file, from the offset that REST named (RFC 3659, section 5). */
final class RetrCommand extends TransferCommand {
    @Override
    Task prepare(FtpIoSession session, FtpServerContext context, FtpRequest request)
            throws ReplyException, FtpException {
        HomeFile file = FileArgument.existing(session, request);
        if (!file.isReadable()) {
            throw new ReplyException(550, "Permission denied");
        }
        long offset = FileArgument.offset(session, file);
        boolean text = session.getDataType() == DataType.ASCII;
        try {
            return new Sending(context, session, file, file.openForReading(offset), offset, text);
        } catch (IOException e) {
            throw new ReplyException(550, "The file cannot be read: " + e.getMessage());
        }
    }

    private record Sending(
            FtpServerContext context,
            FtpIoSession session,
            HomeFile file,
            FileChannel channel,
            long offset,
            boolean text)
            implements Task {
        @Override
        public void run(Transfer transfer) throws IOException {
            if (text) {
                transfer.send(new CrlfInputStream(Channels.newInputStream(channel)));
            } else {
                transfer.send(channel, offset);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }

        @Override
        public void succeeded(long bytes) {
            ((ServerFtpStatistics) context.getFtpStatistics()).setDownload(session, file, bytes);
        }
    }
}
