package org.ephemeralftp.server.control;

import java.util.function.LongConsumer;
import org.apache.ftpserver.impl.FtpIoSession;

/**
 * Data that moves counts as activity of the control connection: without it a session would be closed as idle right
 * after a long transfer.
 */
final class Activity {
    private Activity() {}

    static LongConsumer of(FtpIoSession session) {
        return bytes -> session.increaseReadDataBytes((int) Math.min(bytes, Integer.MAX_VALUE));
    }
}
