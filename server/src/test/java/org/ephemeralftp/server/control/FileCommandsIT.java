package org.ephemeralftp.server.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
import org.ephemeralftp.server.testing.Reply;

/** The commands that ask of files and change them without a data connection: their replies, and what they do. */
@Timeout(60)
class FileCommandsIT {
    @TempDir
    private Path home;

    private EphemeralFtpServer server;
    private ControlConnection control;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(home.resolve("file"), "0123456789");
        Files.createDirectories(home.resolve("dir/sub"));
        server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("27020-27029")
                .home(home)
                .user("u", "p")
                .anonymous(true)
                .start();
        control = ControlConnection.to(server).logIn("u", "p");
    }

    @AfterEach
    void stop() throws IOException {
        control.expect("NOOP", 200);
        control.close();
        server.close();
    }

    private String text(String command, int code) throws IOException {
        String text = control.expect(command, code).text();
        assertThat(text).doesNotContain(home.toString());
        return text;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "größe ✓",
                " leading",
                "trailing ",
                "two  blanks",
                "quo\"te\"\"",
                "back\\slash",
                "*?[a]",
                "~",
                "-rf",
                "%s\"",
                ".dot",
                "..."
            })
    void any_name_is_a_name(String name) throws Exception {
        String quoted = "\"/" + name.replace("\"", "\"\"") + "\"";
        assertThat(text("MKD " + name, 257)).startsWith("257 " + quoted + " ");
        text("CWD " + name, 250);
        assertThat(text("PWD", 257)).startsWith("257 " + quoted + " ");
        text("CDUP", 250);
        assertThat(text("PWD", 257)).startsWith("257 \"/\" ");
        assertThat(text("MLST " + name, 250)).contains(" /" + name + "\n");
        text("RNFR " + name, 350);
        text("RNTO dir/" + name, 250);
        text("MDTM dir/" + name, 213);
        assertThat(text("MFMT 20200102030405 dir/" + name, 213)).isEqualTo("213 Modify=20200102030405; dir/" + name);
        assertThat(home.resolve("dir").resolve(name)).isEmptyDirectory();
        assertThat(new String(DataMode.EPSV.receive(control, "NLST dir"), UTF_8))
                .contains("dir/" + name + "\r\n");
        text("RMD dir/" + name, 250);
        DataMode.EPSV.send(control, "STOR " + name, new byte[1]);
        assertThat(home.resolve(name)).hasSize(1);
        text("DELE " + name, 250);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MKD", "CWD", "DELE", "RMD", "RNFR", "RNTO", "MDTM", "MFMT", "MFMT 20200101000000", "SIZE"})
    void without_an_argument_it_is_501(String command) throws Exception {
        text(command, 501);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PWD",
                "MKD a",
                "CWD a",
                "CDUP",
                "DELE a",
                "RMD a",
                "RNFR a",
                "RNTO a",
                "MDTM a",
                "MFMT 20200101000000 a",
                "MLST",
                "XPWD",
                "XMKD a",
                "XRMD a",
                "XCUP",
                "XCWD a"
            })
    void before_the_login_it_is_530(String command) throws Exception {
        try (ControlConnection stranger = ControlConnection.to(server)) {
            stranger.expect(command, 530);
        }
    }

    @Test
    void the_names_before_rfc_959_work() throws Exception {
        text("XMKD dir/x", 257);
        text("XCWD dir/x", 250);
        assertThat(text("XPWD", 257)).startsWith("257 \"/dir/x\"");
        text("XCUP", 250);
        assertThat(text("XPWD", 257)).startsWith("257 \"/dir\"");
        text("XRMD x", 250);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MKD dir                  | 550 | /dir: there is something with this name already
            MKD file                 | 550 | /file: there is something with this name already
            MKD /                    | 550 | /: there is something with this name already
            MKD missing/new          | 550 | /missing/new: no such file or directory
            MKD file/new             | 550 |
            CWD missing              | 550 | /missing: no such directory
            CWD file                 | 550 | /file: no such directory
            DELE missing             | 550 | /missing: no such file or directory
            DELE dir                 | 550 | /dir: is a directory
            DELE /                   | 550 |
            RMD missing              | 550 | /missing: no such file or directory
            RMD file                 | 550 | /file: is not a directory
            RMD dir                  | 550 | /dir: the directory is not empty
            RMD /                    | 550 | This is the working directory
            RNFR missing             | 550 | /missing: no such file or directory
            RNFR /                   | 550 |
            RNTO file                | 503 |
            MDTM missing             | 550 | /missing: no such file or directory
            MLST missing             | 550 | /missing: no such file or directory
            MFMT 20200101000000 none | 550 | /none: no such file or directory
            MFMT 20201301000000 file | 501 | 20201301000000 is no time
            MFMT 20200230000000 file | 501 | 20200230000000 is no time
            MFMT 20200101240000 file | 501 | 20200101240000 is no time
            MFMT 20200101000061 file | 501 | 20200101000061 is no time
            MFMT 2020010100000 file  | 501 |
            MFMT 20200101000000. file| 501 |
            MFMT file                | 501 |
            """)
    void what_cannot_be_is_refused_and_said(String command, int code, String message) throws Exception {
        String text = text(command, code);
        if (message != null) {
            assertThat(text).isEqualTo(code + " " + message);
        }
        assertThat(home.resolve("file")).hasContent("0123456789");
        assertThat(home.resolve("dir/sub")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MKD ", "RNTO ", "CWD ", "DELE ", "RNFR ", "MDTM ", "MLST ", "MFMT 20200101000000 "})
    void a_name_that_is_too_long_is_refused(String command) throws Exception {
        boolean rename = command.startsWith("RNTO");
        if (rename) {
            text("RNFR file", 350);
        }
        text(command + "x".repeat(300), rename ? 553 : 550);
        assertThat(home.resolve("file")).exists();
    }

    @Test
    void the_next_command_ends_what_rnfr_began() throws Exception {
        for (String between : List.of("NOOP", "PWD", "TYPE I", "EPSV", "RNFR missing", "RNTO", "REST 0", "nonsense")) {
            text("RNFR file", 350);
            control.send(between);
            text("RNTO other", 503);
        }
        text("RNFR file", 350);
        text("RNTO file2", 250);
        text("RNTO other", 503);
        assertThat(home.resolve("file2")).exists();
    }

    @Test
    void a_rename_never_replaces() throws Exception {
        Files.writeString(home.resolve("other"), "other");
        Files.createDirectory(home.resolve("empty"));
        for (String target : List.of("other", "dir", "empty", "file", "/", "missing/x", "other/x")) {
            text("RNFR file", 350);
            text("RNTO " + target, 553);
        }
        for (String target : List.of("other", "empty", "dir/sub/in")) {
            text("RNFR dir", 350);
            text("RNTO " + target, 553);
        }
        assertThat(home.resolve("file")).hasContent("0123456789");
        assertThat(home.resolve("other")).hasContent("other");
        assertThat(home.resolve("dir/sub")).isEmptyDirectory();
        text("RNFR dir", 350);
        text("RNTO moved", 250);
        assertThat(home.resolve("moved/sub")).isEmptyDirectory();
    }

    @Test
    void times_are_in_utc_and_as_exact_as_they_are() throws Exception {
        Files.setLastModifiedTime(home.resolve("file"), FileTime.from(Instant.parse("2021-07-08T09:10:11.250Z")));
        Files.setLastModifiedTime(home.resolve("dir"), FileTime.from(Instant.parse("1999-12-31T23:59:59Z")));
        assertThat(text("MDTM file", 213)).isEqualTo("213 20210708091011.250");
        assertThat(text("MDTM dir", 213)).isEqualTo("213 19991231235959.000");

        assertThat(text("MFMT 20200229235959.5 file", 213)).isEqualTo("213 Modify=20200229235959.500; file");
        assertThat(text("MFMT 20200229235960 dir", 213)).isEqualTo("213 Modify=20200301000000; dir");
        assertThat(Files.getLastModifiedTime(home.resolve("file")).toInstant())
                .isEqualTo(Instant.parse("2020-02-29T23:59:59.500Z"));
        assertThat(text("MFMT 20200101000000 /", 213)).isEqualTo("213 Modify=20200101000000; /");
    }

    @Test
    void mlst_tells_the_facts_of_one() throws Exception {
        Files.setLastModifiedTime(home.resolve("file"), FileTime.from(Instant.parse("2021-07-08T09:10:11Z")));
        assertThat(text("MLST file", 250)).isEqualTo("""
                        250-The facts are:
                         Size=10;Modify=20210708091011.000;Type=file; /file
                        250 End""");
        control.expect("OPTS MLST Type;Perm;", 200);
        assertThat(text("MLST dir", 250).lines().toList().get(1)).isEqualTo(" Type=dir;Perm=cmpeldf; /dir");
        assertThat(text("MLST", 250).lines().toList().get(1)).isEqualTo(" Type=dir;Perm=cmpel; /");
        text("CWD dir/sub", 250);
        assertThat(text("MLST", 250)).contains("; /dir/sub\n");
        assertThat(text("MLST ../../file", 250)).contains("; /file\n");
    }

    @Test
    void who_must_not_write_changes_nothing() throws Exception {
        FileTime before = Files.getLastModifiedTime(home.resolve("file"));
        try (ControlConnection reader = ControlConnection.anonymous(server)) {
            for (String command : List.of(
                    "MKD new",
                    "DELE file",
                    "RMD dir/sub",
                    "RNFR file",
                    "MFMT 20200101000000 file",
                    "MFMT 20200101000000 dir")) {
                assertThat(reader.expect(command, 550).text()).contains("this account must not");
            }
            reader.expect("MDTM file", 213);
            assertThat(reader.expect("OPTS MLST Perm;", 200).code()).isEqualTo(200);
            assertThat(reader.expect("MLST file", 250).text()).contains(" Perm=r; /file");
        }
        assertThat(Files.getLastModifiedTime(home.resolve("file"))).isEqualTo(before);
        assertThat(home).isDirectoryNotContaining("glob:**/new");
    }

    @Test
    void the_working_directory_may_vanish() throws Exception {
        text("CWD dir/sub", 250);
        text("RMD .", 550);
        Files.delete(home.resolve("dir/sub"));
        assertThat(text("PWD", 257)).startsWith("257 \"/dir/sub\"");
        text("MKD new", 550);
        text("CDUP", 250);
        assertThat(text("PWD", 257)).startsWith("257 \"/dir\"");
    }

    @Test
    void names_of_the_disk_that_break_lines_break_no_reply() throws Exception {
        Files.createDirectory(home.resolve("one\ntwo"));
        Reply listed = control.expect("STAT .", 212);
        assertThat(listed.text()).contains("one?two").doesNotContain("\ntwo");
    }

    /** A new directory has the mode that any other program would give it, also where it is renamed into its place. */
    @Test
    void a_new_directory_has_the_usual_mode() throws Exception {
        Path usual = Files.createDirectory(home.resolve("usual"));
        for (String name : List.of("new", "dir/new", "dir/sub/new")) {
            text("MKD " + name, 257);
            assertThat(Files.getPosixFilePermissions(home.resolve(name)))
                    .isEqualTo(Files.getPosixFilePermissions(usual));
        }
        await().atMost(20, TimeUnit.SECONDS).until(() -> Files.notExists(home.resolve(".ephemeral-ftp")));
        assumeThat(Files.getAttribute(home, "unix:uid")).as("the tests' user").isEqualTo(0);
        Files.setAttribute(home.resolve("dir"), "unix:gid", 12_345);
        Files.setAttribute(home.resolve("dir"), "unix:mode", 02755);
        Path expected = Files.createDirectory(home.resolve("dir/usual"));
        text("MKD dir/group", 257);
        for (String attribute : List.of("unix:gid", "unix:mode")) {
            assertThat(Files.getAttribute(home.resolve("dir/group"), attribute))
                    .isEqualTo(Files.getAttribute(expected, attribute));
        }
    }
}
