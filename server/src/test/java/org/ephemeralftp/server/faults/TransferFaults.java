package org.ephemeralftp.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.DataMode.ClientEnd;
import org.ephemeralftp.server.testing.Machine;
import org.ephemeralftp.server.testing.Way;

/** A server whose transfers are to meet faults, and a look at what is left of them. */
@Timeout(120)
abstract class TransferFaults {
    static final byte[] CONTENT = new byte[300_007];
    static final byte[] OLD = new byte[CONTENT.length + 1000];
    static final int SOME = 100_000;

    @TempDir
    static Path home;

    static EphemeralFtpServer server;

    @BeforeAll
    static void start() throws Exception {
        new Random(1).nextBytes(CONTENT);
        server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("22360-22365")
                .home(home)
                .user("u", "p")
                .start();
    }

    @BeforeEach
    void files() throws IOException {
        Files.write(home.resolve("file"), CONTENT);
        Files.write(home.resolve("old"), OLD);
        Files.writeString(home.resolve("text"), "a\nb\nc\n");
    }

    /** Every fault happened, and there is nothing of it that would not be there without. */
    @AfterEach
    void nothing_is_left() {
        assertThat(server.faults().pending()).isEmpty();
        await().untilAsserted(() -> {
            assertThat(server.snapshot().counts().connected()).isZero();
            assertThat(server.snapshot().leases()).isEmpty();
            assertThat(Machine.busyThreads()).isEmpty();
        });
        assertThat(home.resolve("old")).hasBinaryContent(OLD);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** What came before the connection broke; fails if it ended politely. */
    static byte[] receivedBeforeReset(Socket data) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        byte[] buffer = new byte[65536];
        try {
            for (int n = data.getInputStream().read(buffer);
                    n >= 0;
                    n = data.getInputStream().read(buffer)) {
                received.write(buffer, 0, n);
            }
        } catch (SocketException e) {
            return received.toByteArray();
        }
        throw new AssertionError("It ended politely after " + received.size() + " bytes");
    }

    /** Sends as much as goes; the server may have reset the connection before. */
    static void sendUntilReset(Socket data, byte[] bytes) throws IOException {
        try {
            data.getOutputStream().write(bytes);
        } catch (SocketException e) {
            return;
        }
        assertThatThrownBy(() -> data.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    /**
     * Sends a transfer command, and gets the data connection. Who connects does that first: a reset could come while the
     * connect is still under way.
     */
    static Socket connect(Way way, ClientEnd end, ControlConnection control, String command) throws IOException {
        if (way.mode() == DataMode.PORT || way.mode() == DataMode.EPRT) {
            control.write(command);
            return end.connect();
        }
        Socket data = end.connect();
        control.write(command);
        return data;
    }
}
