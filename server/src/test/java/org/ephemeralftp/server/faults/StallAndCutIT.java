package org.ephemeralftp.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.DataMode.ClientEnd;
import org.ephemeralftp.server.testing.EveryWay;
import org.ephemeralftp.server.testing.Way;

/** Data connections that stand still until something ends them, and control connections that are cut. */
class StallAndCutIT extends TransferFaults {
    @EveryWay
    void downloads_stand_still_until_they_are_aborted(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            for (int bytes : new int[] {0, 1, SOME, CONTENT.length}) {
                server.faults().next(Fault.stallAfter(bytes));
                try (ClientEnd end = way.mode().setUp(control)) {
                    try (Socket data = connect(way, end, control, "RETR file")) {
                        control.expect(150);
                        assertThat(data.getInputStream().readNBytes(bytes)).isEqualTo(Arrays.copyOf(CONTENT, bytes));
                        await().until(() -> server.faults().pending().isEmpty());
                        assertThat(control.expect("STAT", 213).text()).contains(" " + bytes + " bytes");
                        assertThat(data.getInputStream().available()).isZero();
                        assertThat(control.expect("ABOR", 426).text()).contains("aborted");
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
                    try (Socket data = connect(way, end, control, "STOR old")) {
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
                        .dataTimeout(Duration.ofMillis(300))
                        .home(home)
                        .user("u", "p")
                        .start();
                ControlConnection control = ControlConnection.to(impatient).logIn("u", "p")) {
            for (DataMode mode : DataMode.values()) {
                impatient.faults().next(Fault.stallAfter(5));
                try (ClientEnd end = mode.setUp(control)) {
                    try (Socket data = connect(new Way(ControlConnection.IPV4, mode), end, control, command)) {
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
                try (Socket data = connect(way, end, control, command)) {
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
            try (Socket data = connect(way, end, control, "RETR file")) {
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
                try (Socket data = connect(way, end, control, "RETR file")) {
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
                try (Socket data = connect(way, end, control, "STOR old")) {
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
}
