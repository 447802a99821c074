package org.ephemeralftp.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.ControlConnection;

/** Which commands there are, who may use them, and that HELP and FEAT tell exactly that. */
@Timeout(60)
class CommandTableIT {
    /** What RFC 1123, section 4.1.2.13, has every server implement, and RFC 959, 2389, 2428 and 3659 beside it. */
    private static final Set<String> REQUIRED = Set.of(
            ("USER PASS ACCT PORT PASV TYPE MODE STRU RETR STOR APPE RNFR RNTO DELE CWD CDUP RMD MKD PWD LIST NLST "
                            + "SYST STAT HELP NOOP QUIT ABOR ALLO REIN REST SITE STOU FEAT OPTS EPRT EPSV MDTM SIZE MLST MLSD "
                            + "MFMT HASH XCRC XMD5")
                    .split(" "));

    private static final Set<String> NOT_COMMANDS = Set.of("TVFS", "UTF8");

    @TempDir
    private static Path home;

    private static EphemeralFtpServer server;

    @BeforeAll
    static void start() throws Exception {
        server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("20000-20009")
                .home(home)
                .user("u", "p")
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Set<String> help(ControlConnection control) throws Exception {
        return control.expect("HELP", 214)
                .text()
                .lines()
                .filter(line -> line.startsWith(" "))
                .flatMap(line -> Arrays.stream(line.strip().split(" ")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void help_lists_exactly_what_is_not_answered_with_500_or_502() throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            Set<String> listed = help(control);
            assertThat(listed).containsAll(REQUIRED);
            Set<String> there = new TreeSet<>();
            for (Verb verb : Verb.values()) {
                if (verb != Verb.QUIT && verb != Verb.REIN && verb != Verb.USER) {
                    // Otherwise what one has set up is used by another, which waits for a connection.
                    control.expect("ABOR", 226);
                    int code = control.send(verb.name()).code();
                    if (code != 502) {
                        assertThat(code).as(verb.name()).isNotEqualTo(500);
                        there.add(verb.name());
                    }
                }
            }
            there.addAll(Set.of("QUIT", "REIN", "USER"));
            assertThat(listed).isEqualTo(there);
            for (String name : listed) {
                assertThat(control.expect("help " + name.toLowerCase(Locale.ROOT), 214)
                                .text())
                        .startsWith("214 " + name);
            }
        }
    }

    @Test
    void feat_is_there_before_the_login_and_lists_only_what_is_there() throws Exception {
        try (ControlConnection control = ControlConnection.to(server)) {
            Set<String> commands = help(control);
            Set<String> features = control.expect("FEAT", 211)
                    .text()
                    .lines()
                    .filter(line -> line.startsWith(" "))
                    .map(line -> line.strip().split(" ", 2)[0])
                    .collect(Collectors.toSet());
            assertThat(features)
                    .contains("EPRT", "EPSV", "HASH", "MDTM", "MFMT", "MLST", "REST", "SIZE", "TVFS", "UTF8")
                    .doesNotContain("AUTH", "PBSZ", "PROT", "LANG", "MODE");
            assertThat(commands)
                    .containsAll(features.stream()
                            .filter(feature -> !NOT_COMMANDS.contains(feature))
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void without_a_login_there_is_only_what_needs_none(Verb verb) throws Exception {
        try (ControlConnection control = ControlConnection.to(server)) {
            boolean implemented = help(control).contains(verb.name());
            int code = control.send(verb.name() + " x").code();
            if (!implemented) {
                assertThat(code).isEqualTo(502);
            } else if (!verb.has(Verb.Trait.BEFORE_LOGIN) || verb == Verb.STAT) {
                assertThat(code).isEqualTo(530);
            } else {
                assertThat(code).isNotIn(500, 502, 530);
            }
        }
    }

    @Test
    void without_a_login_a_session_is_told_its_own_state_and_nothing_else() throws Exception {
        try (ControlConnection control = ControlConnection.to(server)) {
            assertThat(control.expect("STAT", 211).text()).contains("Nobody is logged in", "127.0.0.1");
            control.expect("SYST", 215);
            control.expect("NOOP", 200);
            control.expect("OPTS UTF8 ON", 200);
            control.expect("ABOR", 226);
            control.expect("REIN", 220);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FOO",
                "X",
                "XNOOP",
                "XXPWD",
                "XPASS p",
                "CRC file",
                "CUP",
                "SITE_STAT",
                "SITE_WHO",
                "MD5 file",
                "MMD5 file",
                "NOOPX",
                "NO OP",
                "GET / HTTP/1.1",
                "ÄBOR"
            })
    void a_command_that_nobody_has_heard_of_is_500_logged_in_or_not(String command) throws Exception {
        try (ControlConnection control = ControlConnection.to(server)) {
            control.expect(command, 500);
            control.logIn("u", "p").expect(command, 500);
            control.expect("NOOP", 200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SMNT x", "ADAT x", "MIC x", "CONF x", "ENC x", "LANG en", "LPSV", "HOST x", "MFF x"})
    void a_command_that_is_not_implemented_is_502(String command) throws Exception {
        try (ControlConnection control = ControlConnection.to(server)) {
            control.expect(command, 502);
            control.logIn("u", "p").expect(command, 502);
        }
    }

    @Test
    void what_comes_behind_quit_is_not_carried_out() throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            control.write("QUIT\r\nMKD made");
            control.expect(221);
            assertThat(control.socket().getInputStream().readAllBytes()).isEmpty();
        }
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            control.expect("NOOP", 200);
        }
        assertThat(home.resolve("made")).doesNotExist();
    }
}
