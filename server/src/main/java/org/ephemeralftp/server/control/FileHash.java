package org.ephemeralftp.server.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.files.HomeFile;
import org.ephemeralftp.server.files.OffsetException;

/**
 * A hash over the bytes of a file, as they are on the disk whatever the TYPE. It may take minutes, and ends at once when
 * ABOR, the end of the control connection or that of the server stops the session. A file that grows meanwhile is hashed
 * up to where it ended at first, so that it comes to an end.
 *
 * @param hash in hexadecimal digits
 * @param start the first byte
 * @param end the byte behind the last
 */
record FileHash(String hash, long start, long end) {
    /** What is hashed between two looks at whether the session was stopped: a millisecond. */
    private static final int CHUNK_BYTES = 64 * 1024;

    /** Hashes a file from a byte on, up to another one, or to its end, which {@link Long#MAX_VALUE} stands for. */
    static FileHash of(
            HashAlgorithm algorithm, HomeFile file, long start, long end, FtpIoSession session, FtpRequest request)
            throws ReplyException {
        try (FileChannel channel = file.openForReading(start)) {
            long size = channel.size();
            long last = end == Long.MAX_VALUE ? size : end;
            if (last > size) {
                throw new ReplyException(501, "The file ends at " + size + ", before byte " + last);
            }
            return new FileHash(calculate(algorithm, channel, last - start, session), start, last);
        } catch (OffsetException e) {
            throw new ReplyException(501, e);
        } catch (IOException e) {
            throw FileCommand.refused(550, request, e);
        }
    }

    private static String calculate(HashAlgorithm algorithm, FileChannel channel, long count, FtpIoSession session)
            throws IOException, ReplyException {
        HashAlgorithm.Calculation calculation = algorithm.begin();
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, count));
        for (long left = count; left > 0; ) {
            if (SessionData.of(session).setup().isStopped()) {
                throw new ReplyException(451, "The calculation was ended");
            }
            buffer.clear().limit((int) Math.min(buffer.capacity(), left));
            int read = channel.read(buffer);
            if (read < 0) {
                throw new ReplyException(451, "The file became shorter while it was read");
            }
            calculation.add(buffer.flip());
            left -= read;
        }
        return calculation.result();
    }
}
