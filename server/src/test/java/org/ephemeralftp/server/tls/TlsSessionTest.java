package org.ephemeralftp.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.testing.TlsClient;

/** What a data connection can resume, and how that is known. */
@Timeout(60)
class TlsSessionTest {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private static final Identity IDENTITY = SelfSigned.make(List.of(), Clock.systemUTC());

    private final SSLContext client = TlsClient.context();
    private final TlsSession session = new TlsSession(IDENTITY, SessionReuse.PREFER);

    private SSLEngine connect(String version, SSLEngine server) throws SSLException {
        SSLEngine engine = client.createSSLEngine("localhost", 21);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {version});
        engine.beginHandshake();
        ByteBuffer up = ByteBuffer.allocate(80_000);
        ByteBuffer down = ByteBuffer.allocate(80_000);
        boolean moved = true;
        while (moved) {
            boolean clientMoved = moves(engine, down, up);
            moved = moves(server, up, down) || clientMoved;
        }
        assertThat(engine.getHandshakeStatus()).isEqualTo(HandshakeStatus.NOT_HANDSHAKING);
        assertThat(server.getSession().getProtocol()).isEqualTo(version);
        return engine;
    }

    /** Has an engine do its next step; whether there was one. */
    private static boolean moves(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> engine.getDelegatedTask().run();
            case NEED_WRAP -> engine.wrap(NOTHING, out);
            default -> {
                in.flip();
                int consumed = engine.unwrap(in, ByteBuffer.allocate(40_000)).bytesConsumed();
                in.compact();
                return consumed > 0;
            }
        }
        return true;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_data_connection_resumes_what_its_control_connection_began(String version) throws SSLException {
        SSLEngine control = session.controlEngine();
        connect(version, control);
        assertThat(session.resumed(control)).isFalse();
        for (int connection = 0; connection < 3; connection++) {
            SSLEngine data = session.dataEngine();
            connect(version, data);
            assertThat(session.resumed(data)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_data_connection_resumes_nothing_of_another_control_connection(String version) throws SSLException {
        connect(version, session.controlEngine());
        TlsSession other = new TlsSession(IDENTITY, SessionReuse.PREFER);
        SSLEngine data = other.dataEngine();
        connect(version, data);
        assertThat(other.resumed(data)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void without_reuse_every_handshake_is_a_full_one(String version) throws SSLException {
        TlsSession without = new TlsSession(IDENTITY, SessionReuse.OFF);
        connect(version, without.controlEngine());
        for (int connection = 0; connection < 2; connection++) {
            SSLEngine data = without.dataEngine();
            connect(version, data);
            assertThat(without.resumed(data)).isFalse();
        }
    }

    /** With a name of the peer, JSSE and libraries above it may look it up. */
    @Test
    void engines_know_no_peer_and_only_what_is_modern() {
        for (SSLEngine engine : List.of(session.controlEngine(), session.dataEngine())) {
            assertThat(engine.getPeerHost()).isNull();
            assertThat(engine.getUseClientMode()).isFalse();
            assertThat(engine.getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
            assertThat(engine.getEnabledCipherSuites())
                    .isNotEmpty()
                    .allMatch(suite -> suite.contains("_GCM_") || suite.contains("_CHACHA20_"))
                    .noneMatch(suite -> suite.startsWith("TLS_RSA"));
        }
    }
}
