package org.ephemeralftp.server.control;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.DefaultFtpHandler;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.ProtocolDecoderException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.ephemeralftp.server.data.DataPlane;
import org.ephemeralftp.server.tls.TlsConfig;

/** The stock handler, with our data connections and our limits in every session. */
final class ControlHandler extends DefaultFtpHandler {
    private static final Logger log = LoggerFactory.getLogger(ControlHandler.class);

    private final DataPlane dataPlane;
    private final SessionEvents events;
    private final Drain drain;
    private final Duration idleTimeout;
    private final CommandPool commands;
    private final TlsConfig tls;

    ControlHandler(
            DataPlane dataPlane,
            SessionEvents events,
            Drain drain,
            Duration idleTimeout,
            CommandPool commands,
            TlsConfig tls) {
        this.tls = tls;
        this.dataPlane = dataPlane;
        this.events = events;
        this.drain = drain;
        this.idleTimeout = idleTimeout;
        this.commands = commands;
    }

    @Override
    public void sessionCreated(FtpIoSession session) throws Exception {
        SessionData.attach(session, dataPlane, events, drain, idleTimeout, commands, tls);
        // First, because closed() follows also if the rest fails.
        SessionData.of(session).observed().opened();
        super.sessionCreated(session);
    }

    @Override
    public void sessionClosed(FtpIoSession session) throws Exception {
        SessionData data = SessionData.of((IoSession) session);
        try {
            super.sessionClosed(session);
        } finally {
            if (data != null) {
                data.observed().closed();
            }
        }
    }

    @Override
    public void messageReceived(FtpIoSession session, FtpRequest request) throws Exception {
        SessionData data = SessionData.of(session);
        data.observed().carriesOut(request);
        try {
            if (data.drain().admits(request)) {
                super.messageReceived(session, request);
            }
        } finally {
            data.observed().carriedOut();
            data.drain().carriedOut(request);
            if (!request.getCommand().equals("RNFR")) {
                session.setRenameFrom(null);
            }
            for (FtpRequest next : data.inFlight().finished(request)) {
                messageReceived(session, next);
            }
        }
    }

    /** A client that resets its connection is no error of the server, and every server meets it all the time. */
    @Override
    public void exceptionCaught(FtpIoSession session, Throwable cause) throws Exception {
        if (cause instanceof IOException) {
            log.debug("A control connection broke: {}", cause.toString());
            session.closeNow();
        } else if (cause instanceof ProtocolDecoderException) {
            // Its message has the line, which may be a password.
            log.debug("A line could not be read");
            refuse(session, cause.getCause() instanceof CharacterCodingException);
        } else {
            super.exceptionCaught(session, cause);
        }
    }

    /** After a line that is too long nobody knows where the next one begins. */
    private static void refuse(FtpIoSession session, boolean notUtf8) {
        if (notUtf8) {
            session.write(new DefaultFtpReply(501, "The line is not UTF-8"));
        } else {
            session.write(new DefaultFtpReply(500, "The line is too long, closing"));
            session.closeOnFlush();
        }
    }
}
