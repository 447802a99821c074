package org.ephemeralftp.server.control;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * AUTH (RFC 2228, section 3, and RFC 4217, section 4): commands and replies are TLS after the 234. The session is then as
 * it was right after the greeting, so that nobody stays logged in who was so in clear.
 *
 * <p>504 for a mechanism that it does not know, 503 if there is TLS already. Nothing may be sent between AUTH and the
 * handshake: somebody in between could have put it there, to be taken for the client's own.
 */
final class AuthCommand extends ReplyCommand {
    private static final Logger log = LoggerFactory.getLogger(AuthCommand.class);

    /** The mechanisms, and whether they have data connections be protected from the start (RFC 4217, section 17). */
    private static final Map<String, Boolean> MECHANISMS =
            Map.of("TLS", false, "TLS-C", false, "SSL", true, "TLS-P", true);

    /** Whether TLS follows this command, if there is none yet. */
    static boolean asksForTls(FtpRequest request) {
        return request.getCommand().equals("AUTH") && protectsData(request) != null;
    }

    private static @Nullable Boolean protectsData(FtpRequest request) {
        return request.hasArgument()
                ? MECHANISMS.get(request.getArgument().strip().toUpperCase(Locale.ROOT))
                : null;
    }

    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException {
        ControlTls tls = tls(session);
        if (tls.session() != null) {
            return reply(503, "There is TLS already");
        }
        if (!request.hasArgument()) {
            return reply(501, "Name the mechanism: AUTH TLS");
        }
        Boolean protectsData = protectsData(request);
        if (protectsData == null) {
            return reply(504, "Only TLS is understood: AUTH TLS");
        }
        if (tls.wasInjected()) {
            return reply(503, "Nothing may come between AUTH and the TLS handshake, closing");
        }
        ReinCommand.restart(session);
        SessionData.of(session).setSecure(protectsData);
        FtpReply goAhead = reply(234, "Begin the TLS handshake");
        try {
            tls.startAfter(goAhead);
        } catch (RuntimeException e) {
            log.error("TLS cannot begin", e);
            return reply(431, "There is no TLS now, closing");
        }
        return goAhead;
    }

    @Override
    void answered(FtpIoSession session) {
        ControlTls tls = tls(session);
        // Nothing is taken in clear any more, and there is no TLS.
        if (tls.session() == null && tls.wasAskedFor()) {
            session.closeOnFlush();
        }
    }

    /** {@link CommandTable} has this command only where there is TLS. */
    private static ControlTls tls(FtpIoSession session) {
        return Objects.requireNonNull(ControlTls.of(session));
    }
}
