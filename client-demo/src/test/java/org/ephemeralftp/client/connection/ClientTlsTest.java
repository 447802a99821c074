package org.ephemeralftp.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.client.testing.SelfSigned;

@Timeout(60)
class ClientTlsTest {
    private final ExecutorService server = Executors.newSingleThreadExecutor();
    private final AtomicInteger fullHandshakes = new AtomicInteger();

    @AfterEach
    void stop() {
        server.shutdownNow();
    }

    /** Only a full handshake asks for the server's key: a session that is resumed has no need of it. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aDataConnectionResumesTheSessionOfItsControlConnection(String protocol) throws Exception {
        SSLContext context = SelfSigned.context(new Counting(SelfSigned.keyManager()));
        ClientTls tls = ClientTls.Trust.ANYBODY.newTls();
        try (ServerSocket control = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket data = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            shakeHands(context, protocol, control, tls, control.getLocalPort());
            assertThat(fullHandshakes).hasValue(1);

            for (int i = 0; i < 3; i++) {
                shakeHands(context, protocol, data, tls, control.getLocalPort());
            }
            assertThat(fullHandshakes).hasValue(1);

            shakeHands(context, protocol, data, ClientTls.Trust.ANYBODY.newTls(), control.getLocalPort());
            assertThat(fullHandshakes).hasValue(2);
        }
    }

    private void shakeHands(SSLContext context, String protocol, ServerSocket listener, ClientTls tls, int controlPort)
            throws Exception {
        Future<?> greeted = server.submit(() -> {
            try (Socket accepted = listener.accept();
                    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(accepted, null, true)) {
                socket.setUseClientMode(false);
                socket.setEnabledProtocols(new String[] {protocol});
                socket.getOutputStream().write('!');
            }
            return null;
        });
        try (Socket raw = new Socket(listener.getInetAddress(), listener.getLocalPort());
                SSLSocket socket = tls.over(raw, "localhost", controlPort)) {
            // In TLS 1.3 what is needed to resume comes after the handshake.
            assertThat(socket.getInputStream().readAllBytes()).containsExactly('!');
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
        }
        greeted.get(20, TimeUnit.SECONDS);
    }

    /** Counts how often a key is chosen. */
    private final class Counting extends X509ExtendedKeyManager {
        private final X509ExtendedKeyManager keys;

        Counting(X509ExtendedKeyManager keys) {
            this.keys = keys;
        }

        @Override
        public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
            return keys.getServerAliases(type, issuers);
        }

        @Override
        public @Nullable String chooseServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            String alias = keys.chooseServerAlias(type, issuers, socket);
            if (alias != null) {
                fullHandshakes.incrementAndGet();
            }
            return alias;
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return keys.chooseEngineServerAlias(type, issuers, engine);
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
