package org.ephemeralftp.server.control;

import java.io.IOException;
import java.time.Duration;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.DefaultFtpHandler;
import org.apache.ftpserver.impl.FtpIoSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.ephemeralftp.server.data.DataPlane;

/** The stock handler, with our data connections and our limits in every session. */
final class ControlHandler extends DefaultFtpHandler {
    private static final Logger log = LoggerFactory.getLogger(ControlHandler.class);

    private final DataPlane dataPlane;
    private final Duration idleTimeout;

    ControlHandler(DataPlane dataPlane, Duration idleTimeout) {
        this.dataPlane = dataPlane;
        this.idleTimeout = idleTimeout;
    }

    @Override
    public void sessionCreated(FtpIoSession session) throws Exception {
        SessionData.attach(session, dataPlane, idleTimeout);
        super.sessionCreated(session);
    }

    @Override
    public void messageReceived(FtpIoSession session, FtpRequest request) throws Exception {
        try {
            super.messageReceived(session, request);
        } finally {
            if (!request.getCommand().equals("RNFR")) {
                session.setRenameFrom(null);
            }
            for (FtpRequest next : SessionData.of(session).inFlight().finished(request)) {
                messageReceived(session, next);
            }
        }
    }

    /** A client that resets its connection is no error of the server, and every server meets it all the time. */
    @Override
    public void exceptionCaught(FtpIoSession session, Throwable cause) throws Exception {
        if (cause instanceof IOException) {
            log.debug("A control connection broke", cause);
            session.closeNow();
        } else {
            super.exceptionCaught(session, cause);
        }
    }
}
