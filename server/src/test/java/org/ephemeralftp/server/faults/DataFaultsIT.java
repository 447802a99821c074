package org.ephemeralftp.server.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.DataMode.ClientEnd;
import org.ephemeralftp.server.testing.EveryWay;
import org.ephemeralftp.server.testing.Machine;
import org.ephemeralftp.server.testing.Way;

/** Faults of data connections that are there: to the byte, and with nothing left behind. */
@Timeout(120)
class DataFaultsIT {
    private static final byte[] CONTENT = new byte[300_007];
    private static final byte[] OLD = new byte[CONTENT.length + 1000];
    private static final int SOME = 100_000;

    @TempDir
    private static Path home;

    private static EphemeralFtpServer server;

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
        assertThat(home.resolve("old"))
                .satisfiesAnyOf(
                        file -> assertThat(file).hasBinaryContent(OLD),
                        file -> assertThat(file).hasBinaryContent(patched()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** What {@code old} is after an upload into its midst that broke. */
    private static byte[] patched() {
        byte[] bytes = OLD.clone();
        System.arraycopy(CONTENT, 0, bytes, 1, SOME);
        return bytes;
    }

    /** What came before the connection broke; fails if it ended politely. */
    private static byte[] receivedBeforeReset(Socket data) throws IOException {
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
    private static void sendUntilReset(Socket data, byte[] bytes) throws IOException {
        try {
            data.getOutputStream().write(bytes);
        } catch (SocketException e) {
            return;
        }
        assertThatThrownBy(() -> data.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @EveryWay
    void downloads_are_reset_after_so_many_bytes(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            for (int bytes : new int[] {0, 1, SOME, CONTENT.length - 1, CONTENT.length}) {
                server.faults().next(Fault.resetAfter(bytes));
                try (ClientEnd end = way.mode().setUp(control)) {
                    control.write("RETR file");
                    try (Socket data = end.connect()) {
                        assertThat(receivedBeforeReset(data)).isEqualTo(Arrays.copyOf(CONTENT, bytes));
                    }
                    control.expect(150);
                    control.expect(426);
                }
                assertThat(server.faults().pending()).isEmpty();
                assertThat(way.mode().receive(control, "RETR file")).isEqualTo(CONTENT);
            }
        }
    }

    /** Into the file itself, where what was taken can be seen. */
    @EveryWay
    void uploads_are_reset_after_so_many_bytes(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            for (int bytes : new int[] {0, 1, SOME, CONTENT.length}) {
                Files.write(home.resolve("into"), OLD);
                server.faults().next(Fault.resetAfter(bytes));
                control.expect("REST 1", 350);
                try (ClientEnd end = way.mode().setUp(control)) {
                    control.write("STOR into");
                    try (Socket data = end.connect()) {
                        sendUntilReset(data, CONTENT);
                    }
                    control.expect(150);
                    control.expect(426);
                }
                byte[] expected = OLD.clone();
                System.arraycopy(CONTENT, 0, expected, 1, bytes);
                assertThat(home.resolve("into")).hasBinaryContent(expected);
            }
        }
    }

    @EveryWay
    void an_upload_that_is_reset_does_not_replace_the_file(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            for (String type : List.of("I", "A")) {
                control.expect("TYPE " + type, 200);
                server.faults().next(Fault.resetAfter(SOME));
                try (ClientEnd end = way.mode().setUp(control)) {
                    control.write("STOR old");
                    try (Socket data = end.connect()) {
                        sendUntilReset(data, CONTENT);
                    }
                    control.expect(150);
                    control.expect(426);
                }
                assertThat(server.faults().pending()).isEmpty();
                assertThat(home.resolve("old")).hasBinaryContent(OLD);
            }
            way.mode().send(control, "STOR new", "x".getBytes(US_ASCII));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RETR text", "NLST", "LIST", "MLSD"})
    void text_and_listings_are_reset_after_so_many_bytes(String command) throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            control.expect("TYPE A", 200);
            // LIST and MLSD tell the same as long as nobody writes.
            byte[] whole = DataMode.EPSV.receive(control, command);
            for (int bytes : new int[] {0, 1, 5, whole.length - 1, whole.length}) {
                server.faults().next(Fault.resetAfter(bytes));
                try (ClientEnd end = DataMode.EPSV.setUp(control);
                        Socket data = end.connect()) {
                    control.expect(command, 150);
                    assertThat(receivedBeforeReset(data)).isEqualTo(Arrays.copyOf(whole, bytes));
                    control.expect(426);
                }
            }
        }
    }

    /** A transfer that is too short for it is none to which it happens. */
    @EveryWay
    void a_fault_waits_for_a_transfer_with_enough_bytes(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            for (Fault fault : List.of(
                    Fault.resetAfter(CONTENT.length + 1L),
                    Fault.stallAfter(CONTENT.length + 1L),
                    Fault.cutControlAfter(CONTENT.length + 1L))) {
                server.faults().next(fault);
                assertThat(way.mode().receive(control, "RETR file")).isEqualTo(CONTENT);
                way.mode().send(control, "STOR new", CONTENT);
                assertThat(way.mode().receive(control, "NLST")).isNotEmpty();
                assertThat(home.resolve("new")).hasBinaryContent(CONTENT);
                assertThat(server.faults().pending()).containsExactly(fault);
                server.faults().clear();
            }
            Files.write(home.resolve("longer"), new byte[CONTENT.length + 1]);
            server.faults().next(Fault.resetAfter(CONTENT.length + 1L));
            assertThat(way.mode().receive(control, "RETR file")).isEqualTo(CONTENT);
            try (ClientEnd end = way.mode().setUp(control)) {
                control.write("RETR longer");
                try (Socket data = end.connect()) {
                    assertThat(receivedBeforeReset(data)).hasSize(CONTENT.length + 1);
                }
                control.expect(150);
                control.expect(426);
            }
        }
    }

    @EveryWay
    void downloads_stand_still_until_they_are_aborted(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            for (int bytes : new int[] {0, 1, SOME, CONTENT.length}) {
                server.faults().next(Fault.stallAfter(bytes));
                try (ClientEnd end = way.mode().setUp(control)) {
                    control.write("RETR file");
                    try (Socket data = end.connect()) {
                        control.expect(150);
                        assertThat(data.getInputStream().readNBytes(bytes)).isEqualTo(Arrays.copyOf(CONTENT, bytes));
                        await().until(() -> server.faults().pending().isEmpty());
                        assertThat(control.expect("STAT", 213).text()).contains(" " + bytes + " bytes");
                        assertThat(data.getInputStream().available()).isZero();
                        assertThat(control.expect("ABOR", 426).text()).contains("ABOR");
                        control.expect(226);
                        assertThat(receivedBeforeReset(data)).isEmpty();
                    }
                }
                assertThat(way.mode().receive(control, "RETR file")).isEqualTo(CONTENT);
            }
        }
    }

    @EveryWay
    void uploads_stand_still_until_they_are_aborted(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            for (int bytes : new int[] {0, 1, SOME}) {
                server.faults().next(Fault.stallAfter(bytes));
                try (ClientEnd end = way.mode().setUp(control)) {
                    control.write("STOR old");
                    try (Socket data = end.connect()) {
                        control.expect(150);
                        data.getOutputStream().write(CONTENT, 0, SOME);
                        await().until(() -> server.faults().pending().isEmpty());
                        assertThat(control.expect("STAT", 213).text()).contains(" " + bytes + " bytes");
                        control.expect("ABOR", 426);
                        control.expect(226);
                    }
                }
                assertThat(home.resolve("old")).hasBinaryContent(OLD);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RETR file", "STOR old"})
    void a_stall_ends_with_the_data_timeout(String command) throws Exception {
        try (EphemeralFtpServer impatient = EphemeralFtpServer.builder()
                        .port(0)
                        .passivePorts("22366-22367")
                        .dataTimeout(java.time.Duration.ofMillis(300))
                        .home(home)
                        .user("u", "p")
                        .start();
                ControlConnection control = ControlConnection.to(impatient).logIn("u", "p")) {
            for (DataMode mode : DataMode.values()) {
                impatient.faults().next(Fault.stallAfter(5));
                try (ClientEnd end = mode.setUp(control)) {
                    control.write(command);
                    try (Socket data = end.connect()) {
                        control.expect(150);
                        if (command.startsWith("STOR")) {
                            data.getOutputStream().write(CONTENT, 0, 5);
                        }
                        assertThat(control.expect(426).text()).contains("No data moved for 0.3 s");
                        assertThat(receivedBeforeReset(data)).hasSize(command.startsWith("STOR") ? 0 : 5);
                    }
                }
                assertThat(impatient.faults().pending()).isEmpty();
            }
        }
    }

    @EveryWay
    void a_stall_ends_with_the_control_connection(Way way) throws Exception {
        for (String command : List.of("RETR file", "STOR old")) {
            server.faults().next(Fault.stallAfter(0));
            try (ControlConnection control = way.logIn(server, "u", "p");
                    ClientEnd end = way.mode().setUp(control)) {
                control.write(command);
                try (Socket data = end.connect()) {
                    control.expect(150);
                    await().until(() -> server.faults().pending().isEmpty());
                    control.close();
                    assertThat(receivedBeforeReset(data)).isEmpty();
                }
            }
        }
    }

    @EveryWay
    void a_stall_ends_when_the_receiver_hangs_up(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p");
                ClientEnd end = way.mode().setUp(control)) {
            server.faults().next(Fault.stallAfter(SOME));
            control.write("RETR file");
            try (Socket data = end.connect()) {
                control.expect(150);
                assertThat(data.getInputStream().readNBytes(SOME)).hasSize(SOME);
            }
            control.expect(426);
            assertThat(way.mode().receive(control, "RETR file")).isEqualTo(CONTENT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RETR file", "STOR old"})
    void a_stall_ends_with_the_server(String command) throws Exception {
        EphemeralFtpServer stopped = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("22366-22367")
                .home(home)
                .user("u", "p")
                .start();
        try (stopped;
                ControlConnection control = ControlConnection.to(stopped).logIn("u", "p");
                ClientEnd end = DataMode.PASV.setUp(control);
                Socket data = end.connect()) {
            stopped.faults().next(Fault.stallAfter(0));
            control.expect(command, 150);
            await().until(() -> stopped.faults().pending().isEmpty());
            stopped.close();
            assertThat(receivedBeforeReset(data)).isEmpty();
        }
    }

    @EveryWay
    void the_control_connection_is_cut_during_a_download(Way way) throws Exception {
        for (int bytes : new int[] {0, 1, SOME, CONTENT.length}) {
            server.faults().next(Fault.cutControlAfter(bytes));
            try (ControlConnection control = way.logIn(server, "u", "p");
                    ClientEnd end = way.mode().setUp(control)) {
                control.write("RETR file");
                try (Socket data = end.connect()) {
                    byte[] received = receivedBeforeReset(data);
                    assertThat(received).isEqualTo(Arrays.copyOf(CONTENT, received.length));
                    assertThat(received.length).isLessThanOrEqualTo(bytes);
                }
                control.expect(150);
                assertThatThrownBy(control::read).isInstanceOf(SocketException.class);
            }
        }
    }

    @EveryWay
    void the_control_connection_is_cut_during_an_upload(Way way) throws Exception {
        for (int bytes : new int[] {0, SOME, CONTENT.length}) {
            server.faults().next(Fault.cutControlAfter(bytes));
            try (ControlConnection control = way.logIn(server, "u", "p");
                    ClientEnd end = way.mode().setUp(control)) {
                control.write("STOR old");
                try (Socket data = end.connect()) {
                    sendUntilReset(data, CONTENT);
                }
                control.expect(150);
                assertThatThrownBy(control::read).isInstanceOf(SocketException.class);
            }
            assertThat(home.resolve("old")).hasBinaryContent(OLD);
        }
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            assertThat(way.mode().receive(control, "RETR old")).isEqualTo(OLD);
        }
    }

    @Test
    void faults_of_transfers_happen_in_their_order() throws Exception {
        for (int bytes : new int[] {7, 3, 5}) {
            server.faults().next(Fault.resetAfter(bytes));
        }
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            for (int bytes : new int[] {7, 3, 5}) {
                try (ClientEnd end = DataMode.PASV.setUp(control);
                        Socket data = end.connect()) {
                    control.expect("RETR file", 150);
                    assertThat(receivedBeforeReset(data)).hasSize(bytes);
                    control.expect(426);
                }
            }
            assertThat(DataMode.PASV.receive(control, "RETR file")).isEqualTo(CONTENT);
        }
    }

    @Test
    void of_two_sessions_one_gets_the_fault() throws Exception {
        server.faults().next(Fault.resetAfter(SOME));
        try (ControlConnection one = ControlConnection.to(server).logIn("u", "p");
                ControlConnection other = ControlConnection.to(server).logIn("u", "p");
                Socket first = ControlConnection.connect(one.client(), one.passive())) {
            one.expect("STOR new", 150);
            first.getOutputStream().write(1);
            // It has the fault when its byte is counted, and its turn is yet to come.
            await().until(() -> one.expect("STAT", 213).text().contains(" 1 bytes"));
            assertThat(server.faults().pending()).hasSize(1);
            assertThat(DataMode.EPSV.receive(other, "RETR file")).isEqualTo(CONTENT);
            sendUntilReset(first, CONTENT);
            one.expect(426);
        }
    }

    @Test
    void a_fault_that_is_cleared_does_not_happen_to_a_transfer_that_runs() throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            for (Fault fault : List.of(Fault.resetAfter(SOME), Fault.stallAfter(SOME), Fault.cutControlAfter(SOME))) {
                server.faults().next(fault);
                try (Socket data = ControlConnection.connect(control.client(), control.passive())) {
                    control.expect("STOR new", 150);
                    data.getOutputStream().write(CONTENT, 0, 1);
                    await().until(() -> control.expect("STAT", 213).text().contains(" 1 bytes"));
                    server.faults().clear();
                    data.getOutputStream().write(CONTENT, 1, CONTENT.length - 1);
                }
                control.expect(226);
                assertThat(home.resolve("new")).hasBinaryContent(CONTENT);
            }
        }
    }
}
