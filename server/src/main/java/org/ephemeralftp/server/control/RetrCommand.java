package org.ephemeralftp.server.control;

import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import org.apache.ftpserver.ftplet.DataType;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.data.CrlfInputStream;
import org.ephemeralftp.server.data.Transfer;
import org.ephemeralftp.server.files.HomeFile;
import org.ephemeralftp.server.files.OffsetException;

/** RETR (RFC 959, section 4.1.3): sends a file, from the offset that REST named (RFC 3659, section 5). */
final class RetrCommand extends TransferCommand {
    @Override
    Task prepare(FtpIoSession session, FtpRequest request) throws ReplyException, FtpException {
        HomeFile file = FileArgument.of(session, request);
        long offset = FileArgument.offset(session);
        boolean text = session.getDataType() == DataType.ASCII;
        try {
            return new Sending(file, file.openForReading(offset), offset, text);
        } catch (OffsetException e) {
            throw new ReplyException(554, e);
        } catch (IOException e) {
            throw FileCommand.refused(550, request, e);
        }
    }

    private record Sending(HomeFile file, FileChannel channel, long offset, boolean text) implements Task {
        @Override
        public String path() {
            return file.getAbsolutePath();
        }

        @Override
        public void run(Transfer transfer) throws IOException {
            if (text) {
                transfer.send(new CrlfInputStream(new ToTheEnd(channel)));
            } else {
                transfer.send(channel, offset);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** The text of a file, which fails if it ends before what was the end of the file when it began. */
    private static final class ToTheEnd extends FilterInputStream {
        private final FileChannel file;
        private final long end;

        private ToTheEnd(FileChannel file) throws IOException {
            super(Channels.newInputStream(file));
            this.file = file;
            end = file.size();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            if (count < 0 && file.position() < end) {
                throw new IOException("The file became shorter while it was sent");
            }
            return count;
        }
    }
}
