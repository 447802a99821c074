package org.ephemeralftp.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ephemeralftp.server.testing.DataMode.PASV;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.ControlConnection;

/** What the server answers to commands that are about the session itself: one table. */
@Timeout(60)
class SessionCommandsIT {
    @TempDir
    private static Path home;

    private static EphemeralFtpServer server;

    @BeforeAll
    static void start() throws Exception {
        Files.writeString(home.resolve("file"), "0123456789");
        server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("20010-20019")
                .home(home)
                .user("u", "p")
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> scripts() {
        return Stream.of(
                arguments("TYPE (RFC 959, 4.1.2; RFC 1123, 4.1.2.1 and 4.1.2.2)", """
                        TYPE A      => 200 .*ASCII
                        TYPE I      => 200 .*image
                        type a n    => 200 .*ASCII
                        TYPE L 8    => 200 .*image
                        TYPE A T    => 200 .*ASCII
                        TYPE i      => 200 .*image
                        TYPE        => 501 .*
                        TYPE A C    => 504 .*
                        TYPE E      => 504 .*
                        TYPE L      => 504 .*
                        TYPE L 7    => 504 .*
                        TYPE L 16   => 504 .*
                        TYPE IMAGE  => 504 .*
                        TYPE X      => 504 .*"""),
                arguments("STRU and MODE (RFC 959, 4.1.2)", """
                        STRU F      => 200 .*
                        stru f      => 200 .*
                        STRU        => 501 .*
                        STRU R      => 504 .*
                        STRU P      => 504 .*
                        MODE S      => 200 .*
                        MODE B      => 504 .*
                        MODE C      => 504 .*
                        MODE        => 501 .*"""),
                arguments("ALLO (RFC 959, 4.1.3)", """
                        ALLO 100                  => 202 .*
                        ALLO 99999999999999999999 => 202 .*
                        ALLO 100 R 10             => 202 .*
                        ALLO                      => 501 .*
                        ALLO -1                   => 501 .*
                        ALLO x                    => 501 .*"""),
                arguments("REST (RFC 3659, 5)", """
                        REST 0                    => 350 .*\\b0\\b.*
                        REST 00012                => 350 .*\\b12\\b.*
                        REST 9223372036854775807  => 350 .*\\b9223372036854775807\\b.*
                        REST 9223372036854775808  => 501 .*9223372036854775807.*
                        REST 99999999999999999999 => 501 .*
                        REST -1                   => 501 .*
                        REST +1                   => 501 .*
                        REST 1 2                  => 501 .*
                        REST x                    => 501 .*
                        REST ١                    => 501 .*
                        REST                      => 501 .*"""),
                arguments("SITE (RFC 1123, 4.1.2.8)", """
                        SITE        => 501 .*
                        SITE HELP   => 214 .*
                        site help x => 214 .*
                        SITE CHMOD 600 file => 501 .*
                        SITE WHO    => 501 .*
                        SITE STAT   => 501 .*
                        SITE HELPX  => 501 .*
                        SITE LEASE PORTS => 501 The only SITE command is HELP
                        HELP SITE   => 214 SITE HELP"""),
                arguments("HELP, SYST, NOOP (RFC 959, 4.1.3)", """
                        HELP RETR   => 214 RETR <file>
                        HELP xpwd   => 214 PWD
                        HELP PWD    => 214 PWD
                        HELP SMNT   => 501 .*
                        HELP FOO    => 501 .*
                        SYST        => 215 UNIX Type: L8
                        NOOP        => 200 .*
                        nOoP        => 200 .*"""),
                arguments("OPTS UTF8 (RFC 2389, 4; RFC 2640)", """
                        OPTS UTF8 ON  => 200 .*
                        opts utf8 on  => 200 .*
                        OPTS UTF8     => 200 .*
                        OPTS UTF-8 ON => 200 .*
                        OPTS UTF8 OFF => 504 .*
                        OPTS UTF8 x   => 501 .*
                        OPTS          => 501 .*
                        OPTS RETR     => 501 .*
                        OPTS FOO x    => 501 .*"""),
                arguments("OPTS MLST (RFC 3659, 7.9)", """
                        OPTS MLST Type;Size;        => 200 MLST OPTS Size;Type;
                        OPTS MLST type;UNIX.mode;   => 200 MLST OPTS Type;
                        OPTS MLST perm              => 200 MLST OPTS Perm;
                        OPTS MLST nothing;          => 200 MLST OPTS
                        OPTS MLST                   => 200 MLST OPTS
                        OPTS MLST Size; Type;       => 501 .*"""),
                arguments("OPTS HASH (draft-bryan-ftpext-hash, 4)", """
                        OPTS HASH         => 200 SHA-256
                        OPTS HASH SHA-512 => 200 SHA-512
                        OPTS HASH SHA-3   => 501 .*still SHA-512
                        opts hash md5     => 200 MD5
                        OPTS HASH         => 200 MD5
                        OPTS HASH SHA-1   => 200 SHA-1
                        OPTS HASH CRC32   => 200 CRC32"""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void replies(String name, String script) throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            for (String line : script.lines().toList()) {
                String[] exchange = line.split(" +=> ", 2);
                assertThat(control.send(exchange[0]).text()).as(exchange[0]).matches(exchange[1]);
            }
            control.expect("NOOP", 200);
        }
    }

    @Test
    void feat_shows_what_opts_has_selected_until_rein() throws Exception {
        try (ControlConnection control = ControlConnection.to(server)) {
            List<String> unasked = List.of(" HASH SHA-256*;SHA-512;SHA-1;MD5;CRC32", " MLST Size*;Modify*;Type*;Perm;");
            assertThat(control.expect("FEAT", 211).text().lines()).containsAll(unasked);
            control.expect("OPTS HASH CRC32", 200);
            control.expect("OPTS MLST Perm;Type;", 200);
            assertThat(control.expect("FEAT", 211).text().lines())
                    .contains(" HASH SHA-256;SHA-512;SHA-1;MD5;CRC32*", " MLST Size;Modify;Type*;Perm*;");
            control.logIn("u", "p");
            assertThat(control.expect("MLST file", 250).text()).contains("\n Type=file;Perm=rawdf; /file\n");
            control.expect("REIN", 220);
            assertThat(control.expect("FEAT", 211).text().lines()).containsAll(unasked);
        }
    }

    @Test
    void an_offset_survives_what_prepares_a_transfer_and_nothing_else() throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            for (String between : List.of(
                    "TYPE I",
                    "MODE S",
                    "STRU F",
                    "ALLO 1",
                    "NOOP",
                    "FEAT",
                    "HELP",
                    "SYST",
                    "STAT",
                    "OPTS MLST",
                    "ABOR")) {
                control.expect("REST 7", 350);
                control.send(between);
                assertThat(PASV.receive(control, "RETR file")).as(between).hasSize(3);
            }
            for (String between : List.of("SIZE file", "MDTM file", "REST x", "CWD /", "DELE missing", "HASH file")) {
                control.expect("REST 7", 350);
                control.send(between);
                assertThat(PASV.receive(control, "RETR file")).as(between).hasSize(10);
            }
        }
    }

    @Test
    void stat_tells_the_state_of_the_session_and_no_secret() throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            assertThat(control.expect("STAT", 211).text())
                    .contains("Connected from 127.0.0.1", "Logged in as u", "TYPE: image", "No data connection")
                    .doesNotContain(home.toString(), "Apache", "Ephemeral");
            control.expect("TYPE A", 200);
            control.expect("PASV", 227);
            assertThat(control.expect("STAT", 211).text()).contains("TYPE: ASCII", "A passive data connection");
            control.expect("PORT 127,0,0,1,85,100", 200);
            assertThat(control.expect("STAT", 211).text()).contains("An active data connection");
        }
    }
}
