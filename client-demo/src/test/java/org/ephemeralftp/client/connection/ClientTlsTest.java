package org.ephemeralftp.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.client.testing.SelfSigned;

@Timeout(60)
class ClientTlsTest {
    private static final String MARK = "mark";

    private final ExecutorService server = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        server.shutdownNow();
    }

    /** What is put into a session is there in those that resume it, and in no other. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aDataConnectionResumesTheSessionOfItsControlConnection(String protocol) throws Exception {
        SSLContext context = SelfSigned.context();
        ClientTls tls = ClientTls.Trust.ANYBODY.newTls();
        try (ServerSocket control = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket data = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int controlPort = control.getLocalPort();

            assertThat(shakeHands(context, protocol, control, tls, controlPort)).isNull();
            for (int i = 0; i < 3; i++) {
                assertThat(shakeHands(context, protocol, data, tls, controlPort))
                        .isEqualTo(controlPort);
            }
            ClientTls another = ClientTls.Trust.ANYBODY.newTls();
            assertThat(shakeHands(context, protocol, data, another, controlPort))
                    .isNull();
        }
    }

    /** As in a series of uploads, whose data connections the client never reads from. */
    @Test
    void manyTransfersResumeTheSameSession() throws Exception {
        SSLContext context = SelfSigned.context();
        ClientTls tls = ClientTls.Trust.ANYBODY.newTls().forManyTransfers();
        try (ServerSocket control = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket data = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int controlPort = control.getLocalPort();

            assertThat(upload(context, control, tls, controlPort)).isNull();
            for (int i = 0; i < 3; i++) {
                assertThat(upload(context, data, tls, controlPort)).isEqualTo(controlPort);
            }
        }
    }

    /** As {@link #shakeHands}, but it only writes. */
    private @Nullable Object upload(SSLContext context, ServerSocket listener, ClientTls tls, int controlPort)
            throws Exception {
        Future<byte[]> received = server.submit(() -> {
            try (Socket accepted = listener.accept();
                    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(accepted, null, true)) {
                socket.setUseClientMode(false);
                return socket.getInputStream().readAllBytes();
            }
        });
        @Nullable Object mark;
        try (Socket raw = new Socket(listener.getInetAddress(), listener.getLocalPort());
                SSLSocket socket = tls.over(raw, "localhost", controlPort)) {
            mark = marked(socket.getSession(), listener);
            socket.getOutputStream().write('!');
        }
        assertThat(received.get(20, TimeUnit.SECONDS)).containsExactly('!');
        return mark;
    }

    private static @Nullable Object marked(SSLSession session, ServerSocket listener) {
        Object mark = session.getValue(MARK);
        if (mark == null) {
            session.putValue(MARK, listener.getLocalPort());
        }
        return mark;
    }

    /** Marks the session with the port that it was made on, and tells the mark that it had. */
    private @Nullable Object shakeHands(
            SSLContext context, String protocol, ServerSocket listener, ClientTls tls, int controlPort)
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
            SSLSession session = socket.getSession();
            assertThat(session.getProtocol()).isEqualTo(protocol);
            Object mark = marked(session, listener);
            greeted.get(20, TimeUnit.SECONDS);
            return mark;
        }
    }
}
