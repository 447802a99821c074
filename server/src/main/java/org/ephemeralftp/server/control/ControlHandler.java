package org.ephemeralftp.server.control;

import org.apache.ftpserver.impl.DefaultFtpHandler;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.data.DataPlane;

/** The stock handler, with our data connections in every session. */
final class ControlHandler extends DefaultFtpHandler {
    private final DataPlane dataPlane;

    ControlHandler(DataPlane dataPlane) {
        this.dataPlane = dataPlane;
    }

    @Override
    public void sessionCreated(FtpIoSession session) throws Exception {
        SessionData.attach(session, dataPlane);
        super.sessionCreated(session);
    }

    @Override
    public void sessionClosed(FtpIoSession session) throws Exception {
        try {
            super.sessionClosed(session);
        } finally {
            SessionData.of(session).close();
        }
    }
}
