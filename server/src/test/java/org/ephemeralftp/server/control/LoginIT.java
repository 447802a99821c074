package org.ephemeralftp.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.users.Access;
import org.ephemeralftp.server.users.Account;
import org.ephemeralftp.server.users.LoginLimits;
import org.ephemeralftp.server.users.PasswordHash;

/** USER, PASS, ACCT and REIN in every order: one reply each, and who is logged in after it. */
@Timeout(60)
class LoginIT {
    /** Of "secret", at the lowest cost. */
    static final PasswordHash SECRET =
            PasswordHash.parse("$2b$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW");

    @TempDir
    private Path directory;

    private EphemeralFtpServer server;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(directory.resolve("u/sub"));
        Files.writeString(directory.resolve("u/file"), "0123456789");
        Files.createDirectories(directory.resolve("v"));
        Files.writeString(directory.resolve("v/file"), "abcdefghij");
        server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("20200-20209")
                .home(directory)
                .account(account("u"), SECRET)
                .account(account("v"), SECRET)
                .logins(LoginLimits.defaults().withoutPenalties())
                .start();
    }

    private Account account(String name) {
        return new Account(name, directory.resolve(name), Access.READ_WRITE, true);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "PASS secret:503 PWD:530",
        "USER:501 PASS secret:503",
        "USER u:331 PASS secret:230 PWD:257",
        "USER u:331 XPASS secret:500 PWD:530",
        "USER u:331 PASS wrong:530 PASS secret:503 PWD:530",
        "USER u:331 PASS:530 PWD:530",
        "USER u:331 PWD:530 PASS secret:503 PWD:530",
        "USER u:331 USER:501 PASS secret:503",
        "USER x:331 USER u:331 PASS secret:230",
        "USER u:331 USER x:331 PASS secret:530",
        "USER x:331 PASS secret:530 USER u:331 PASS secret:230 PWD:257",
        "USER anonymous:331 PASS secret:530 PWD:530",
        "USER u:331 PASS secret:230 PASS secret:503 PASS wrong:503 PWD:257",
        "USER u:331 PASS secret:230 USER:501 PWD:257",
        "USER u:331 PASS secret:230 USER u:331 PWD:530 PASS secret:503",
        "USER u:331 PASS secret:230 USER v:331 PASS wrong:530 PWD:530",
        "USER u:331 PASS secret:230 USER v:331 PASS secret:230 PWD:257",
        "USER u:331 PASS secret:230 ACCT x:202 ACCT:202 PWD:257",
        "USER u:331 PASS secret:230 REIN:220 PWD:530 PASS secret:503 USER u:331 PASS secret:230",
    })
    void every_order_has_its_replies(String steps) throws Exception {
        try (ControlConnection control = ControlConnection.to(server)) {
            for (String step : steps.split("(?<=:\\d{3}) ", -1)) {
                String[] parts = step.split(":", 2);
                control.expect(parts[0], Integer.parseInt(parts[1]));
            }
            // Nothing more was said than that.
            control.expect("QUIT", 221);
        }
    }

    @Test
    void all_of_it_may_be_sent_ahead() throws Exception {
        try (ControlConnection control = ControlConnection.to(server)) {
            control.write("USER u\r\nPASS wrong\r\nPWD\r\nUSER u\r\nPASS secret\r\nPWD\r\nPASS secret\r\nQUIT");
            for (int code : new int[] {331, 530, 530, 331, 230, 257, 503, 221}) {
                control.expect(code);
            }
        }
    }

    /** RFC 959, section 4.1.1: USER flushes what it says, and all transfer parameters stay. */
    @ParameterizedTest
    @ValueSource(strings = {"u", "v"})
    void nothing_of_who_was_logged_in_remains_after_user(String next) throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "secret")) {
            control.expect("EPSV ALL", 200);
            control.expect("CWD sub", 250);
            control.expect("EPSV", 229);
            control.expect("REST 5", 350);
            control.expect("RNFR ../file", 350);
            assertThat(server.snapshot().counts().pending()).isEqualTo(1);

            control.expect("USER " + next, 331);
            assertThat(server.snapshot().counts().pending()).isZero();
            control.expect("PASS secret", 230);
            assertThat(control.expect("PWD", 257).text()).startsWith("257 \"/\"");
            control.expect("RNTO stolen", 503);
            control.expect("RETR file", 425);
            // TYPE I, which SIZE needs, and EPSV ALL.
            control.expect("SIZE file", 213);
            control.expect("PASV", 501);
            String file = Files.readString(directory.resolve(next).resolve("file"));
            assertThat(DataMode.EPSV.receive(control, "RETR file"))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo(file);
        }
    }

    @Test
    void neither_the_greeting_nor_an_answer_tells_what_an_attacker_could_use() throws Exception {
        try (ControlConnection control = ControlConnection.open(ControlConnection.IPV4, server.port())) {
            assertThat(control.expect(220).text())
                    .hasSizeLessThan(60)
                    .matches("220 [A-Za-z ]+\\.?")
                    .doesNotContainIgnoringCase("ftp")
                    .doesNotContainIgnoringCase("apache");
            String known = control.expect("USER u", 331).text();
            assertThat(control.expect("USER nobody", 331).text()).isEqualTo(known);
            assertThat(control.expect("USER anonymous", 331).text()).isEqualTo(known);
            String wrong = control.expect("PASS x", 530).text();
            control.expect("USER u", 331);
            assertThat(control.expect("PASS x", 530).text()).isEqualTo(wrong);
        }
    }
}
