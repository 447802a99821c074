package org.ephemeralftp.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.Reply;

/** A file that something else changes while it is sent: a client never takes a part of it for the whole. */
@Timeout(60)
class ChangedFileIT {
    /** More than all the socket buffers on the way hold. */
    private static final int BYTES = 48 << 20;

    private static final int LEFT = 2 << 20;
    private static final int FIRST = 1000;

    @TempDir
    private Path directory;

    private Path file;
    private EphemeralFtpServer server;

    @BeforeEach
    void start() throws IOException {
        Path home = Files.createDirectory(directory.resolve("home"));
        file = Files.write(home.resolve("file"), "a".repeat(BYTES).getBytes(US_ASCII));
        server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("21600-21609")
                .home(home)
                .anonymous(true)
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private interface Change {
        void make() throws IOException;
    }

    /** How much of it came, whether the connection was reset, and the final reply. */
    private record Received(long bytes, boolean reset, Reply reply) {}

    private Received changedAmid(String type, Change change) throws IOException {
        try (ControlConnection control = ControlConnection.anonymous(server)) {
            control.expect("TYPE " + type, 200);
            InetSocketAddress port = control.passive();
            try (Socket data = new Socket()) {
                data.setReceiveBufferSize(64 * 1024);
                data.setSoTimeout(ControlConnection.TIMEOUT_MILLIS);
                data.connect(port);
                control.expect("RETR file", 150);
                assertThat(data.getInputStream().readNBytes(FIRST)).containsOnly('a');
                change.make();
                long count = FIRST;
                boolean reset = false;
                byte[] buffer = new byte[1 << 16];
                try {
                    for (int n = data.getInputStream().read(buffer);
                            n >= 0;
                            n = data.getInputStream().read(buffer)) {
                        count += n;
                    }
                } catch (SocketException e) {
                    reset = true;
                }
                Received received = new Received(count, reset, control.read());
                control.expect("NOOP", 200);
                return received;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"I", "A"})
    void one_that_becomes_shorter_is_451_and_a_reset(String type) throws Exception {
        Received received = changedAmid(type, () -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(LEFT);
            }
        });
        assertThat(received.reply().code()).as("%s", received).isEqualTo(451);
        assertThat(received.reply().text()).contains("shorter").doesNotContain(directory.toString());
        assertThat(received.bytes()).isLessThan(BYTES);
        assertThat(received.reset()).as("the data connection is reset").isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"I", "A"})
    void one_that_is_replaced_or_deleted_is_sent_as_it_was(String type) throws Exception {
        Path other = Files.writeString(directory.resolve("other"), "b");
        Received received = changedAmid(type, () -> Files.move(other, file, StandardCopyOption.REPLACE_EXISTING));
        assertThat(received.reply().code()).isEqualTo(226);
        assertThat(received.bytes()).isEqualTo(BYTES);
        Files.write(file, "a".repeat(BYTES).getBytes(US_ASCII));
        received = changedAmid(type, () -> Files.delete(file));
        assertThat(received.reply().code()).isEqualTo(226);
        assertThat(received.bytes()).isEqualTo(BYTES);
    }
}
