package org.ephemeralftp.server.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Stub, until the package is there: TLS of one control session. */
public final class TlsSession {
    private final X509ExtendedKeyManager keys;
    private final boolean reuse;
    private final Recorder recorder;
    private final SSLContext context;

    TlsSession(X509ExtendedKeyManager keys, boolean reuse) {
        this.keys = keys;
        this.reuse = reuse;
        recorder = new Recorder(keys);
        context = context(recorder);
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
        return engine(context);
    }

    public SSLEngine dataEngine() {
        return engine(reuse ? context : context(new Recorder(keys)));
    }

    private static SSLEngine engine(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }

    public boolean resumed(SSLEngine engine) {
        return reuse && !recorder.asked.contains(engine);
    }

    private static final class Recorder extends X509ExtendedKeyManager {
        private final X509ExtendedKeyManager keys;
        private final Set<SSLEngine> asked =
                Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

        private Recorder(X509ExtendedKeyManager keys) {
            this.keys = keys;
        }

        @Override
        public String chooseEngineServerAlias(String type, Principal @Nullable [] issuers, SSLEngine engine) {
            asked.add(engine);
            return keys.chooseEngineServerAlias(type, issuers, engine);
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return keys.getClientAliases(type, issuers);
        }

        @Override
        public String chooseClientAlias(String[] type, Principal[] issuers, Socket socket) {
            return keys.chooseClientAlias(type, issuers, socket);
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return keys.getServerAliases(type, issuers);
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return keys.chooseServerAlias(type, issuers, socket);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return keys.getCertificateChain(alias);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return keys.getPrivateKey(alias);
        }
    }
}
