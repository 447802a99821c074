package org.ephemeralftp.server.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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

    /** One processor is left to everything else as long as there are two; more calculations than that wait. */
    static final Semaphore AT_ONCE =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), true);

    private static final int LONGEST_WAIT_SECONDS = 30;

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
            await(session);
            try {
                return new FileHash(calculate(algorithm, channel, last - start, session), start, last);
            } finally {
                AT_ONCE.release();
            }
        } catch (OffsetException e) {
            throw new ReplyException(501, e);
        } catch (IOException e) {
            throw FileCommand.refused(550, request, e);
        }
    }

    private static void await(FtpIoSession session) throws ReplyException {
        try {
            for (int second = 0; second < LONGEST_WAIT_SECONDS; second++) {
                requireGoing(session);
                if (AT_ONCE.tryAcquire(1, TimeUnit.SECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new ReplyException(450, "Too many calculations at once, try again later");
    }

    private static void requireGoing(FtpIoSession session) throws ReplyException {
        if (SessionData.of(session).setup().isStopped()) {
            throw new ReplyException(451, "The calculation was ended");
        }
    }

    private static String calculate(HashAlgorithm algorithm, FileChannel channel, long count, FtpIoSession session)
            throws IOException, ReplyException {
        HashAlgorithm.Calculation calculation = algorithm.begin();
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, count));
        for (long left = count; left > 0; ) {
            requireGoing(session);
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
