package org.ephemeralftp.server.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The key manager of one control session, which knows what JSSE does not tell: whether a handshake was a full one. Only
 * that needs a certificate for the TLS session it makes. Newer JDKs also ask for one while they look at a ticket, before
 * there is a TLS session in the making.
 */
final class SessionKeys extends X509ExtendedKeyManager {
    private static final String ALIAS = "server";

    private final Identity identity;
    private final Set<SSLEngine> usedBy = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    SessionKeys(Identity identity) {
        this.identity = identity;
    }

    /** Whether a handshake of this engine needed the certificate. */
    boolean wereUsedBy(SSLEngine engine) {
        return usedBy.contains(engine);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        if (engine != null && engine.getHandshakeSession() != null) {
            usedBy.add(engine);
        }
        return fits(keyType) ? ALIAS : null;
    }

    private boolean fits(String keyType) {
        return keyType.equals(identity.key().getAlgorithm());
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return fits(keyType) ? ALIAS : null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return fits(keyType) ? new String[] {ALIAS} : null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return identity.chain().toArray(new X509Certificate[0]);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identity.key();
    }
}
