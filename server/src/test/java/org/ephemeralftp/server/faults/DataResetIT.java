package org.ephemeralftp.server.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.DataMode.ClientEnd;
import org.ephemeralftp.server.testing.EveryWay;
import org.ephemeralftp.server.testing.Way;

/** Data connections that are reset, to the byte; and to whom of many a fault happens. */
class DataResetIT extends TransferFaults {
    @EveryWay
    void downloads_are_reset_after_so_many_bytes(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            for (int bytes : new int[] {0, 1, SOME, CONTENT.length - 1, CONTENT.length}) {
                server.faults().next(Fault.resetAfter(bytes));
                try (ClientEnd end = way.mode().setUp(control)) {
                    try (Socket data = connect(way, end, control, "RETR file")) {
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

    /** More than the systems' buffers hold: a reset must not overtake what is still on its way. */
    @EveryWay
    void what_was_sent_before_a_reset_arrives(Way way) throws Exception {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/net/tcp")), "only Linux tells what has arrived");
        Files.write(home.resolve("big"), new byte[20_000_000]);
        server.faults().next(Fault.resetAfter(15_000_000));
        try (ControlConnection control = way.logIn(server, "u", "p");
                ClientEnd end = way.mode().setUp(control)) {
            try (Socket data = connect(way, end, control, "RETR big")) {
                assertThat(receivedBeforeReset(data)).hasSize(15_000_000);
            }
            control.expect(150);
            control.expect(426);
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
                    try (Socket data = connect(way, end, control, "STOR into")) {
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
                    try (Socket data = connect(way, end, control, "STOR old")) {
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
                try (Socket data = connect(way, end, control, "RETR longer")) {
                    assertThat(receivedBeforeReset(data)).hasSize(CONTENT.length + 1);
                }
                control.expect(150);
                control.expect(426);
            }
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
