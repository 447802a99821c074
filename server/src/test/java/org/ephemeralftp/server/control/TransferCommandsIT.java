package org.ephemeralftp.server.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.DataMode.ClientEnd;
import org.ephemeralftp.server.testing.EveryWay;
import org.ephemeralftp.server.testing.Reply;
import org.ephemeralftp.server.testing.Way;

/** Transfers in every mode over every family, byte by byte, and what ends or prevents them. */
@Timeout(60)
class TransferCommandsIT {
    private static final byte[] CONTENT = new byte[300_007];

    private static final List<String> COMMANDS =
            List.of("RETR file", "STOR new", "APPE new", "STOU new", "LIST", "NLST", "MLSD");

    @TempDir
    private static Path home;

    private static EphemeralFtpServer server;

    @BeforeAll
    static void start() throws Exception {
        new Random(1).nextBytes(CONTENT);
        Files.write(home.resolve("file"), CONTENT);
        server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("22010-22019")
                .home(home)
                .anonymous(true)
                .user("u", "p")
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @EveryWay
    void files_arrive_as_they_were_sent(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            assertThat(way.mode().receive(control, "RETR file")).isEqualTo(CONTENT);
            way.mode().send(control, "STOR stored", CONTENT);
            assertThat(home.resolve("stored")).hasBinaryContent(CONTENT);
            way.mode().send(control, "APPE stored", new byte[] {1, 2, 3});
            assertThat(home.resolve("stored")).hasSize(CONTENT.length + 3);
            assertThat(way.mode().receive(control, "RETR stored"))
                    .startsWith(CONTENT)
                    .endsWith(1, 2, 3);
            Reply stou = way.mode().send(control, "STOU", CONTENT);
            String name = stou.text().replaceFirst("150 FILE: /", "");
            assertThat(home.resolve(name)).hasBinaryContent(CONTENT);
            control.expect("NOOP", 200);
        }
    }

    /** The data connection may come and end before the server has looked at it: it is the file all the same. */
    @EveryWay
    void empty_files_arrive(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            for (int i = 0; i < 200; i++) {
                String name = fileOf(way) + i;
                way.mode().send(control, "STOR " + name, new byte[0]);
                assertThat(home.resolve(name)).isEmptyFile();
            }
            assertThat(way.mode().receive(control, "RETR " + fileOf(way) + "0")).isEmpty();
        }
    }

    private static String fileOf(Way way) {
        return way.toString().replace(' ', '-');
    }

    @EveryWay
    void listings_name_what_is_there(Way way) throws Exception {
        Path directory = home.resolve("listed");
        Files.createDirectories(directory.resolve("sub"));
        Files.write(directory.resolve("file"), CONTENT);
        Files.write(directory.resolve("größe zwei"), new byte[2]);
        try (ControlConnection control = way.logIn(server, "anonymous", "x")) {
            control.expect("CWD listed", 250);
            assertThat(text(way.mode().receive(control, "NLST")).lines())
                    .containsExactlyInAnyOrder("file", "größe zwei", "sub");
            assertThat(text(way.mode().receive(control, "LIST")).lines())
                    .hasSize(3)
                    .anyMatch(line -> line.matches("-r.*\\b300007\\b.* file"))
                    .anyMatch(line -> line.matches("-r.*\\b2\\b.* größe zwei"))
                    .anyMatch(line -> line.matches("dr.* sub"));
            assertThat(text(way.mode().receive(control, "MLSD")).lines())
                    .anyMatch(line -> line.matches("(?i).*size=300007;.* file"))
                    .anyMatch(line -> line.matches("(?i).*type=dir;.* sub"));
            assertThat(way.mode().receive(control, "NLST sub")).isEmpty();
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    @EveryWay
    void text_has_network_line_ends_on_the_way(Way way) throws Exception {
        Files.writeString(home.resolve("text"), "one\ntwo\r\nthree\rfour\n\nfive");
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            control.expect("TYPE A", 200);
            assertThat(text(way.mode().receive(control, "RETR text")))
                    .isEqualTo("one\r\ntwo\r\nthree\rfour\r\n\r\nfive");
            for (String command : List.of("STOR", "APPE", "STOU")) {
                byte[] text = "one\r\ntwo\nthree\rfour\r\r\n\r\nfive\r".getBytes(UTF_8);
                String sent = "sent-" + fileOf(way) + command;
                Reply reply = way.mode().send(control, command + " " + sent, text);
                String name = command.equals("STOU") ? reply.text().replaceFirst(".*/", "") : sent;
                assertThat(home.resolve(name)).hasContent("one\ntwo\nthree\rfour\r\n\nfive\r");
            }
        }
    }

    @EveryWay
    void reinitialize_brings_type_a_back(Way way) throws Exception {
        Files.writeString(home.resolve("text"), "one\n");
        try (ControlConnection control = way.logIn(server, "anonymous", "x")) {
            assertThat(text(way.mode().receive(control, "RETR text"))).isEqualTo("one\n");
            control.expect("REIN", 220);
            control.expect("USER anonymous", 331);
            control.expect("PASS x", 230);
            assertThat(text(way.mode().receive(control, "RETR text"))).isEqualTo("one\r\n");
        }
    }

    /** The offset survives the command that sets up the data connection, and is used once. */
    @EveryWay
    void restart_begins_at_the_offset(Way way) throws Exception {
        DataMode mode = way.mode();
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            control.expect("REST 300000", 350);
            assertThat(mode.receive(control, "RETR file"))
                    .isEqualTo(Arrays.copyOfRange(CONTENT, 300_000, CONTENT.length));
            assertThat(mode.receive(control, "RETR file")).isEqualTo(CONTENT);
            control.expect("REST " + CONTENT.length, 350);
            assertThat(mode.receive(control, "RETR file")).isEmpty();
            mode.send(control, "STOR partial", "0123456789".getBytes(UTF_8));
            control.expect("REST 4", 350);
            mode.send(control, "STOR partial", "abc".getBytes(UTF_8));
            assertThat(home.resolve("partial")).hasContent("0123abc789");
        }
    }

    @EveryWay
    void restart_beyond_the_end_is_refused(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            for (String command : List.of("RETR file", "STOR file")) {
                control.expect("REST " + (CONTENT.length + 1), 350);
                try (ClientEnd end = way.mode().setUp(control)) {
                    assertThat(control.expect(command, 554).text())
                            .contains("300007")
                            .contains("300008");
                    assertThat(end).isNotNull();
                }
                assertThat(way.mode().receive(control, "RETR file")).isEqualTo(CONTENT);
            }
        }
    }

    @EveryWay
    void every_setup_serves_one_transfer(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            for (String command : COMMANDS) {
                assertThat(way.mode().receive(control, "RETR file")).isEqualTo(CONTENT);
                control.write(command);
                assertThat(control.finalReply().text()).as(command).matches("425 .*No data connection is set up.*");
                control.expect("NOOP", 200);
            }
        }
        assertThat(home.resolve("new")).doesNotExist();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.ephemeralftp.server.testing.Way#active")
    void an_active_connection_that_fails_is_told_before_150(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            for (String command : COMMANDS) {
                int nobody;
                try (ServerSocket closed = new ServerSocket(0, 1, control.client())) {
                    nobody = closed.getLocalPort();
                }
                control.expect(announcement(way, control, nobody), 200);
                assertThat(control.send(command).text()).as(command).matches("425 .*" + nobody + ".*refused.*");
                assertThat(control.send("NOOP").code()).isEqualTo(200);
            }
        }
        assertThat(home.resolve("new")).doesNotExist();
    }

    private static String announcement(Way way, ControlConnection control, int port) {
        return way.mode() == DataMode.PORT
                ? DataMode.port(control.client(), port)
                : DataMode.eprt(control.client(), port);
    }

    @EveryWay
    void an_upload_that_breaks_is_told_and_the_session_goes_on(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            for (String command : List.of("STOR broken", "APPE broken", "STOU broken")) {
                try (ClientEnd end = way.mode().setUp(control)) {
                    control.write(command);
                    try (Socket data = end.connect()) {
                        control.expect(150);
                        data.getOutputStream().write(new byte[1000]);
                        data.setSoLinger(true, 0);
                    }
                }
                control.expect(426);
            }
            assertThat(way.mode().receive(control, "RETR file")).isEqualTo(CONTENT);
        }
    }

    @Test
    void features_that_are_shown_are_there() throws Exception {
        try (ControlConnection control = ControlConnection.anonymous(server)) {
            String features = control.expect("FEAT", 211).text();
            assertThat(features.lines().skip(1).map(String::strip))
                    .contains("EPRT", "EPSV", "REST STREAM", "SIZE", "MDTM", "UTF8", "TVFS")
                    // RFC 3659, section 7.8: each fact ends with a semicolon, and a star marks what MLST shows unasked.
                    .contains("MLST Size*;Modify*;Type*;Perm;")
                    .noneMatch(Pattern.compile("AUTH|PBSZ|PROT|LANG|MODE Z|CCC|HOST")
                            .asPredicate());
            control.expect("SIZE file", 213);
            control.expect("MDTM file", 213);
            control.expect("MLST file", 250);
            control.expect("OPTS UTF8 ON", 200);
            for (String line :
                    features.lines().filter(line -> line.startsWith(" ")).toList()) {
                String feature = line.strip().split(" ", 2)[0];
                if (!feature.matches("TVFS|UTF8")) {
                    assertThat(control.send(feature).code()).as(feature).isNotIn(500, 502);
                }
            }
        }
    }

    /** Only a client that does not wait for where to connect can do so. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("org.ephemeralftp.server.testing.Way#active")
    void commands_may_be_sent_ahead_of_the_replies(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "anonymous", "x");
                ServerSocket listener = new ServerSocket(0, 10, control.client())) {
            listener.setSoTimeout(ControlConnection.TIMEOUT_MILLIS);
            String port = announcement(way, control, listener.getLocalPort());
            for (int i = 0; i < 5; i++) {
                control.write(port + "\r\nREST 300000\r\nRETR file\r\nPWD");
            }
            for (int i = 0; i < 5; i++) {
                try (Socket data = listener.accept()) {
                    data.setSoTimeout(ControlConnection.TIMEOUT_MILLIS);
                    assertThat(data.getInputStream().readAllBytes()).hasSize(7);
                }
                for (int code : new int[] {200, 350, 150, 226, 257}) {
                    control.expect(code);
                }
            }
        }
    }
}
