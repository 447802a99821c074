package org.ephemeralftp.server.tls;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;

/**
 * TLS of one control session. It has an {@link SSLContext} of its own, so that a TLS session that a data connection
 * resumes, by ticket or by id, can only be one of this same control session.
 */
public final class TlsSession {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** More TLS sessions than that no client has at once; a context of JSSE's keeps 20,480. */
    private static final int KEPT_SESSIONS = 64;

    /** The longest that TLS 1.3 knows (RFC 8446, section 4.6.1): data connections come as long as the control one lasts. */
    private static final Duration KEPT_FOR = Duration.ofDays(7);

    private final SessionKeys keys;
    private final SessionReuse reuse;
    private final SSLContext context;

    TlsSession(Identity identity, SessionReuse reuse) {
        keys = new SessionKeys(identity);
        this.reuse = reuse;
        context = context();
    }

    private SSLContext context() {
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            // No clients are asked for certificates; null would have the system's trusted ones read.
            made.init(new KeyManager[] {keys}, new TrustManager[0], null);
            SSLSessionContext sessions = made.getServerSessionContext();
            sessions.setSessionCacheSize(KEPT_SESSIONS);
            sessions.setSessionTimeout((int) KEPT_FOR.toSeconds());
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no TLS", e);
        }
    }

    /** An engine for the control connection, of the server's side, whose handshake has not begun. */
    public SSLEngine controlEngine() {
        return engine(context);
    }

    /** An engine for one data connection, of the server's side, whose handshake has not begun. */
    public SSLEngine dataEngine() {
        // A context that nobody has a TLS session of cannot resume one.
        return engine(reuse == SessionReuse.OFF ? context() : context);
    }

    /** Without a peer's name: nobody looks up one. */
    private static SSLEngine engine(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setCipherSuites(Arrays.stream(parameters.getCipherSuites())
                .filter(TlsSession::isModern)
                .toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** Forward secrecy and authenticated encryption: all of TLS 1.3, and what RFC 9325, section 4.2, wants of TLS 1.2. */
    private static boolean isModern(String suite) {
        boolean ofTls13 = suite.startsWith("TLS_AES_") || suite.startsWith("TLS_CHACHA20_");
        return ofTls13 || (suite.startsWith("TLS_ECDHE_") && (suite.contains("_GCM_") || suite.contains("_CHACHA20_")));
    }

    /** Whether the finished handshake of a data engine resumed a TLS session of this control session. */
    public boolean resumed(SSLEngine engine) {
        return !keys.wereUsedBy(engine);
    }
}
