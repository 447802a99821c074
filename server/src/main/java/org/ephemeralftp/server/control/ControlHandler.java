package org.ephemeralftp.server.control;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.apache.ftpserver.command.Command;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FileSystemView;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpHandler;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.apache.ftpserver.listener.Listener;
import org.apache.mina.core.session.IdleStatus;
import org.apache.mina.core.session.IoSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.ephemeralftp.server.data.DataPlane;

/**
 * Greets clients and has their commands carried out, each with exactly one final reply, whatever happens to it (RFC 959,
 * section 5.4).
 */
final class ControlHandler implements FtpHandler {
    private static final Logger log = LoggerFactory.getLogger(ControlHandler.class);

    /** What is no preliminary reply (RFC 959, section 4.2). */
    private static final int FINAL = 200;

    /** What is answered without TLS where TLS is required. */
    private static final Set<Verb> IN_CLEAR =
            EnumSet.of(Verb.AUTH, Verb.CCC, Verb.FEAT, Verb.HELP, Verb.NOOP, Verb.OPTS, Verb.QUIT, Verb.SYST);

    private final DataPlane dataPlane;
    private final SessionEvents events;
    private final Drain drain;
    private final Duration idleTimeout;
    private final Logins logins;
    private @Nullable FtpServerContext context;
    private @Nullable Listener listener;

    ControlHandler(DataPlane dataPlane, SessionEvents events, Drain drain, Duration idleTimeout, Logins logins) {
        this.dataPlane = dataPlane;
        this.events = events;
        this.drain = drain;
        this.idleTimeout = idleTimeout;
        this.logins = logins;
    }

    @Override
    public void init(FtpServerContext serverContext, Listener ownListener) {
        context = serverContext;
        listener = ownListener;
    }

    @Override
    public void sessionCreated(FtpIoSession session) {
        SessionData.attach(session, dataPlane, events, drain, idleTimeout, logins);
        SessionData.of(session).observed().opened();
        session.setListener(listener);
    }

    @Override
    public void sessionOpened(FtpIoSession session) {
        session.write(new DefaultFtpReply(220, "Service ready for new user"));
    }

    @Override
    public void sessionClosed(FtpIoSession session) {
        SessionData data = SessionData.of((IoSession) session);
        try {
            FileSystemView files = session.getFileSystemView();
            if (files != null) {
                files.dispose();
            }
        } finally {
            if (data != null) {
                data.close();
                data.observed().closed();
            }
        }
    }

    @Override
    public void messageReceived(FtpIoSession session, FtpRequest message) {
        ControlRequest request = (ControlRequest) message;
        SessionData data = SessionData.of(session);
        try {
            if (data.drain().admits(request)) {
                answer(session, request);
            }
        } finally {
            data.drain().carriedOut(request);
            if (request.verb() != Verb.RNFR) {
                session.setRenameFrom(null);
            }
            for (ControlRequest next : data.inFlight().finished(request)) {
                messageReceived(session, next);
            }
        }
    }

    private void answer(FtpIoSession session, ControlRequest request) {
        FtpServerContext server = Objects.requireNonNull(context);
        Command command = server.getCommandFactory().getCommand(request.getCommand());
        FtpReply refusal = refusal(session, request, command);
        if (refusal != null) {
            session.write(refusal);
        } else if (command != null) {
            carryOut(session, request, command, server);
        }
    }

    private static void carryOut(
            FtpIoSession session, ControlRequest request, Command command, FtpServerContext server) {
        FtpReply before = session.getLastReply();
        try {
            command.execute(session, server, request);
            if (isOwedReply(session, before)) {
                log.error("{} gave no reply", request.publicVerb());
            }
        } catch (Exception | Error e) {
            log.error("{} failed", request.publicVerb(), e);
        }
        if (isOwedReply(session, before)) {
            session.write(
                    new DefaultFtpReply(451, request.getCommand() + " failed, for a reason in the server itself"));
        }
    }

    /** Why a command is not even begun; null if it is. */
    private static @Nullable FtpReply refusal(FtpIoSession session, ControlRequest request, @Nullable Command command) {
        Verb verb = request.verb();
        if (request.unreadable() != null) {
            return request.unreadable();
        }
        if (verb == null) {
            // Without the word itself, which may be a password on the wrong line.
            return new DefaultFtpReply(500, "There is no such command");
        }
        if (command == null) {
            return new DefaultFtpReply(502, verb + " is not implemented");
        }
        SessionData data = SessionData.of(session);
        if (data.tlsRequired() && data.tls() == null && !IN_CLEAR.contains(verb)) {
            // RFC 4217, section 4, whatever it is that the client asks for.
            return new DefaultFtpReply(530, "This server wants TLS: AUTH TLS first");
        }
        if (!session.isLoggedIn() && !verb.has(Verb.Trait.BEFORE_LOGIN)) {
            return notLoggedIn();
        }
        return null;
    }

    static FtpReply notLoggedIn() {
        return new DefaultFtpReply(530, "Log in first, with USER and PASS");
    }

    /** One that was ended meanwhile, with 421 or by its client, is not. */
    private static boolean isOwedReply(FtpIoSession session, @Nullable FtpReply before) {
        FtpReply last = session.getLastReply();
        boolean answered = last != null && last != before && last.getCode() >= FINAL;
        return !answered && !SessionData.of(session).inFlight().isEnded();
    }

    /** A client that resets its connection is no error of the server, and every server meets it all the time. */
    @Override
    public void exceptionCaught(FtpIoSession session, Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("A control connection broke: {}", cause.toString());
            session.closeNow();
        } else {
            log.error("A control connection is closed, because its handling failed", cause);
            session.closeOnFlush();
        }
    }

    /** Never called: {@link IdleLimit} ends idle sessions. */
    @Override
    public void sessionIdle(FtpIoSession session, IdleStatus status) {}

    @Override
    public void messageSent(FtpIoSession session, FtpReply reply) {}
}
