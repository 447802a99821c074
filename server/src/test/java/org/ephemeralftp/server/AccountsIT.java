package org.ephemeralftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.Reply;
import org.ephemeralftp.server.users.Access;
import org.ephemeralftp.server.users.Account;
import org.ephemeralftp.server.users.AccountStore;
import org.ephemeralftp.server.users.LoginLimits;
import org.ephemeralftp.server.users.PasswordHash;

/** Accounts as clients meet them, and the {@code user} command in processes of its own beside a server that runs. */
@Timeout(300)
class AccountsIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private Path home() {
        return directory.resolve("home");
    }

    private ServerConfigBuilder server(String ports) {
        return EphemeralFtpServer.builder()
                .port(0)
                .passivePorts(ports)
                .home(home())
                .logins(LoginLimits.defaults().withoutPenalties());
    }

    /** Runs the command, with a password on standard input. */
    private void user(String password, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.ephemeralftp.server.cli.Main",
                "user"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--users", directory.resolve("users").toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(password.getBytes(StandardCharsets.UTF_8));
        }
        try {
            assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static Reply login(EphemeralFtpServer server, String name, String password) throws IOException {
        try (ControlConnection control = ControlConnection.to(server)) {
            control.expect("USER " + name, 331);
            Reply reply = control.send("PASS " + password);
            // What the reply says and what the session is are the same.
            control.expect("PWD", reply.code() == 230 ? 257 : 530);
            return reply;
        }
    }

    private static void refused(EphemeralFtpServer server, String name, String password) throws IOException {
        assertThat(login(server, name, password).code()).isEqualTo(530);
    }

    @Test
    void a_user_is_added_changed_and_removed_while_the_server_runs() throws Exception {
        user("pass wörd one\n", "add", "alice", "--password-stdin", "--home", "homes/alice");
        try (EphemeralFtpServer server = server("27100-27109")
                        .usersFile(directory.resolve("users"))
                        .start();
                ControlConnection session = ControlConnection.to(server)) {
            session.logIn("alice", "pass wörd one");
            DataMode.PASV.send(session, "STOR file", new byte[10]);
            assertThat(directory.resolve("homes/alice/file")).hasSize(10);
            refused(server, "alice", "pass wörd");
            refused(server, "bob", "two");

            user("two\n", "add", "bob", "--password-stdin", "--read-only");
            assertThat(login(server, "bob", "two").code()).as("at once").isEqualTo(230);

            user("three\n", "passwd", "alice", "--password-stdin");
            refused(server, "alice", "pass wörd one");
            assertThat(login(server, "alice", "three").code()).isEqualTo(230);

            user("", "remove", "alice");
            refused(server, "alice", "three");
            assertThat(login(server, "bob", "two").code()).isEqualTo(230);
            session.expect("MKD still-there", 257);
        }
    }

    @Test
    void a_file_that_is_edited_by_hand_counts_soon_and_one_that_is_wrong_never() throws Exception {
        Path file = Files.writeString(
                directory.resolve("users"), "a:" + PasswordHash.of("one").text() + "::rw\n");
        try (EphemeralFtpServer server = server("27110-27119").usersFile(file).start()) {
            assertThat(login(server, "a", "one").code()).isEqualTo(230);
            Files.writeString(file, "a:" + PasswordHash.of("two").text() + "::rw\n");
            await().atMost(LIMIT).until(() -> login(server, "a", "two").code() == 230);
            refused(server, "a", "one");

            Files.delete(file);
            assertThat(login(server, "a", "two").code()).isEqualTo(230);
            Files.writeString(file, "a:b:c");
            assertThat(login(server, "a", "two").code()).isEqualTo(230);
        }
    }

    @Test
    void writing_is_limited_to_what_the_account_names() throws Exception {
        Files.createDirectories(home().resolve("up"));
        Files.createDirectories(home().resolve("upload"));
        Files.write(home().resolve("upload/old"), new byte[3]);
        Account account = new Account("u", home(), Access.parse("rw=/up"), true);
        try (EphemeralFtpServer server = server("27120-27129")
                        .account(account, PasswordHash.of("p"))
                        .start();
                ControlConnection control = ControlConnection.to(server)) {
            control.logIn("u", "p");
            DataMode.PASV.send(control, "STOR up/new", new byte[5]);
            control.expect("MKD /up/dir", 257);
            for (String refused : List.of(
                    "MKD dir", "MKD upload/dir", "MKD /up/../dir", "DELE upload/old", "RMD upload", "RMD /upload/")) {
                assertThat(control.send(refused).code()).as(refused).isBetween(400, 599);
            }
            control.expect("CWD upload", 250);
            assertThat(control.send("DELE old").code()).isBetween(400, 599);
            control.expect("PASV", 227);
            assertThat(control.send("STOR new").code()).isBetween(400, 599);
            control.expect("RNFR /up/new", 350);
            assertThat(control.send("RNTO /upload/new").code()).isBetween(400, 599);
        }
        assertThat(home().resolve("up/new")).hasSize(5);
        assertThat(home().resolve("upload")).isDirectoryNotContaining(file -> !file.endsWith("old"));
    }

    /** The stock PASS answers 550, and the session is logged in without a file system. */
    @Test
    void who_has_no_home_is_not_logged_in() throws Exception {
        Path file = Files.write(directory.resolve("file"), new byte[1]);
        try (EphemeralFtpServer server = server("27130-27139")
                        .user("homeless", "p", file.resolve("home"))
                        .user("u", "p")
                        .start();
                ControlConnection control = ControlConnection.to(server)) {
            control.expect("USER homeless", 331);
            Reply reply = control.expect("PASS p", 530);
            assertThat(reply.text()).doesNotContain(directory.toString());
            for (String command : List.of("PWD", "SIZE file", "MKD x", "CWD /")) {
                control.expect(command, 530);
            }
            control.logIn("u", "p");
            control.expect("PWD", 257);
        }
    }

    @Test
    void a_disabled_account_is_not_logged_in() throws Exception {
        PasswordHash hash = PasswordHash.of("p");
        try (EphemeralFtpServer server = server("27140-27149")
                .account(new Account("off", home(), Access.READ_WRITE, false), hash)
                .readOnlyUser("reader", "p")
                .start()) {
            refused(server, "off", "p");
            assertThat(login(server, "reader", "p").code()).isEqualTo(230);
        }
    }

    @Test
    void accounts_can_be_kept_in_a_database() throws Exception {
        Map<String, AccountStore.Entry> database = new ConcurrentHashMap<>();
        AccountStore store = name -> {
            if (name.equals("down")) {
                throw new IOException("no connection");
            }
            return Optional.ofNullable(database.get(name));
        };
        try (EphemeralFtpServer server = server("27150-27159").accounts(store).start()) {
            refused(server, "u", "p");
            refused(server, "down", "p");
            database.put(
                    "u",
                    new AccountStore.Entry(
                            new Account("u", directory.resolve("u"), Access.READ_WRITE, true), PasswordHash.of("p")));
            assertThat(login(server, "u", "p").code()).isEqualTo(230);
            assertThat(directory.resolve("u")).isDirectory();
        }
    }
}
