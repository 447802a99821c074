package org.ephemeralftp.server.tls;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Stub, until the package is there: TLS of one control session. */
public final class TlsSession {
    private final X509ExtendedKeyManager keys;
    private final boolean reuse;
    private final SSLContext context;
    private volatile @Nullable SSLEngine control;

    TlsSession(X509ExtendedKeyManager keys, boolean reuse) {
        this.keys = keys;
        this.reuse = reuse;
        context = context(keys);
    }

    private static SSLContext context(KeyManager keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keys}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public SSLEngine controlEngine() {
        SSLEngine made = engine(context);
        control = made;
        return made;
    }

    public SSLEngine dataEngine() {
        return engine(reuse ? context : context(keys));
    }

    private static SSLEngine engine(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }

    /**
     * Newer JDKs (25) ask for a certificate when they take up a session from a ticket, too, so that who is asked for one
     * is no sign of a full handshake. But a session that is taken up keeps the time at which it began, to the
     * millisecond, and a new one begins after the control connection's.
     */
    public boolean resumed(SSLEngine engine) {
        SSLEngine first = control;
        return reuse
                && first != null
                && engine.getSession().getCreationTime() == first.getSession().getCreationTime();
    }
}
