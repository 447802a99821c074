package org.ephemeralftp.server.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.EveryWay;
import org.ephemeralftp.server.testing.WatchedFileSystem;
import org.ephemeralftp.server.testing.Way;

/** LIST, NLST, MLSD and SIZE: what they show of which argument, and what they refuse. */
@Timeout(60)
class ListingCommandsIT {
    @TempDir
    private static Path home;

    @TempDir
    private static Path outside;

    private static WatchedFileSystem watched;
    private static EphemeralFtpServer server;

    @BeforeAll
    static void start() throws Exception {
        Files.createDirectories(home.resolve("dir/sub"));
        for (String name : List.of(".dot", "a.txt", "b.txt", "größe zwei", "[a].txt")) {
            Files.writeString(home.resolve("dir").resolve(name), name);
        }
        Files.createSymbolicLink(home.resolve("dir/escape"), outside);
        Files.createSymbolicLink(home.resolve("link"), home.resolve("dir/a.txt"));
        Files.createDirectory(home.resolve("options"));
        Files.writeString(home.resolve("options/-la"), "");
        Files.writeString(home.resolve("options/*"), "");
        Files.writeString(home.resolve("options/other"), "");
        Files.createDirectory(home.resolve("lines"));
        Files.writeString(home.resolve("lines/one\r\ntwo"), "");
        Files.writeString(home.resolve("lines/three"), "");
        watched = new WatchedFileSystem(home);
        server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("22150-22159")
                .home(watched.watch(home))
                .anonymous(true)
                .user("u", "p")
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void every_directory_is_closed() {
        watched.heal();
        Awaitility.await()
                .atMost(20, SECONDS)
                .untilAsserted(() -> assertThat(watched.openDirectories()).isZero());
    }

    private static List<String> lines(Way way, String command) throws IOException {
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            return lines(control, way.mode(), command);
        }
    }

    private static List<String> lines(ControlConnection control, DataMode mode, String command) throws IOException {
        String text = new String(mode.receive(control, command), UTF_8);
        control.expect("NOOP", 200);
        assertThat(text).matches("(?s)(|.*\r\n)").doesNotContainPattern("[^\r]\n");
        return text.isEmpty() ? List.of() : Arrays.asList(text.split("\r\n"));
    }

    /** What a command shows, which is the same in every way. */
    private static List<String> lines(String command) throws IOException {
        Set<List<String>> all = new HashSet<>();
        for (Way way : Way.all().toList()) {
            try (ControlConnection control = way.logIn(server, "anonymous", "x")) {
                all.add(lines(control, way.mode(), command));
            }
        }
        assertThat(all).hasSize(1);
        return all.iterator().next();
    }

    @EveryWay
    void a_directory_is_shown_sorted_with_all_its_files_and_no_way_out(Way way) throws Exception {
        List<String> names = List.of(".dot", "[a].txt", "a.txt", "b.txt", "größe zwei", "sub");
        assertThat(lines(way, "NLST dir"))
                .containsExactlyElementsOf(
                        names.stream().map(name -> "dir/" + name).toList());
        assertThat(lines(way, "LIST dir"))
                .hasSameSizeAs(names)
                .allMatch(line -> line.matches(
                        "(-rw-|drwx)------   \\d+ \\S+ \\S+ [ \\d]{12} [A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d .+"));
        assertThat(lines(way, "LIST dir"))
                .extracting(line -> line.replaceFirst(".* \\d\\d:\\d\\d ", ""))
                .containsExactlyElementsOf(names);
        assertThat(lines(way, "MLSD dir"))
                .extracting(line -> line.replaceFirst("[^ ]* ", ""))
                .containsExactlyElementsOf(names);
        assertThat(lines(way, "MLSD dir"))
                .allMatch(line -> line.matches("Size=\\d+;Modify=\\d{14}\\.\\d{3};Type=(file|dir); .+"));
    }

    /** RFC 1123, section 4.1.2.7: each name can be the argument of a command. */
    @ParameterizedTest
    @CsvSource({
        "NLST dir/, dir/.dot dir/[a].txt dir/a.txt dir/b.txt dir/größe_zwei dir/sub",
        "NLST /dir, /dir/.dot /dir/[a].txt /dir/a.txt /dir/b.txt /dir/größe_zwei /dir/sub",
        "NLST -la dir/*.txt, dir/[a].txt dir/a.txt dir/b.txt",
        "NLST dir/[ab]*, dir/a.txt dir/b.txt",
        "NLST dir/[!ab]*.txt, dir/[a].txt",
        "NLST /dir/s?b, /dir/sub",
        "NLST d*, dir",
        "NLST dir/a.txt, dir/a.txt",
        "NLST link, link",
        "NLST dir/[a].txt, dir/[a].txt",
        "NLST /l*k, /link",
        "NLST dir/sub, ''",
        "NLST dir/nothing*, ''",
        "LIST dir/nothing*, ''",
    })
    void names_are_told_as_they_were_asked_for(String command, String names) throws Exception {
        assertThat(lines(command))
                .extracting(line -> line.replace(' ', '_'))
                .containsExactly(names.isEmpty() ? new String[0] : names.split(" "));
    }

    @EveryWay
    void options_are_accepted(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "anonymous", "x")) {
            control.expect("CWD dir", 250);
            for (String argument : List.of("", " -a", " -la", " -l -a", " -1", " -la .", " ./", "  -a  .")) {
                assertThat(lines(control, way.mode(), "LIST" + argument)).hasSize(6);
                assertThat(lines(control, way.mode(), "NLST" + argument)).hasSize(6);
            }
        }
    }

    @EveryWay
    void a_file_that_is_named_like_an_option_or_a_pattern_is_meant(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "anonymous", "x")) {
            control.expect("CWD options", 250);
            for (String name : List.of("-la", "*")) {
                assertThat(lines(control, way.mode(), "NLST " + name)).containsExactly(name);
                assertThat(lines(control, way.mode(), "LIST " + name))
                        .singleElement()
                        .asString()
                        .endsWith(" " + name);
                assertThat(lines(control, way.mode(), "NLST -a")).hasSize(3);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dir/a.txt", "link"})
    void list_of_a_file_shows_the_file(String file) throws Exception {
        assertThat(lines("LIST " + file))
                .singleElement()
                .asString()
                .matches("-r--------   1 .* 5 .*" + file.replace("dir/", ""));
    }

    @Test
    void a_name_with_an_end_of_line_is_one_entry_or_none() throws Exception {
        assertThat(lines("NLST lines")).containsExactly("lines/one??two", "lines/three");
        assertThat(lines("LIST lines")).hasSize(2).first().asString().endsWith(" one??two");
        assertThat(lines("MLSD lines")).singleElement().asString().endsWith("; three");
    }

    @EveryWay
    void mlsd_shows_the_facts_that_were_selected(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "anonymous", "x")) {
            control.expect("OPTS MLST Type;Perm;", 200);
            assertThat(lines(control, way.mode(), "MLSD dir"))
                    .contains("Type=file;Perm=r; a.txt", "Type=dir;Perm=el; sub");
            control.expect("OPTS MLST", 200);
            assertThat(lines(control, way.mode(), "MLSD dir")).contains(" a.txt");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "LIST missing, 550",
        "NLST missing, 550",
        "MLSD missing, 550",
        "LIST missing/*, 550",
        "NLST *r/a.txt, 550",
        "NLST dir/a.txt/*, 550",
        "LIST dir/escape, 550",
        "MLSD dir/a.txt, 501",
        "MLSD dir/*.txt, 550",
        "MLSD -la, 550",
    })
    void what_cannot_be_listed_is_refused_once_and_before_the_data_connection(String command, int code)
            throws Exception {
        for (Way way : Way.all().toList()) {
            try (ControlConnection control = way.logIn(server, "anonymous", "x");
                    DataMode.ClientEnd end = way.mode().setUp(control)) {
                assertThat(control.expect(command, code).text()).doesNotContain(home.toString());
                control.expect("NOOP", 200);
            }
        }
    }

    @EveryWay
    void a_directory_that_must_not_be_read_is_refused(Way way) throws Exception {
        for (AccessMode access : List.of(AccessMode.READ, AccessMode.EXECUTE)) {
            watched.forbid(access);
            try (ControlConnection control = way.logIn(server, "anonymous", "x")) {
                for (String command : List.of("LIST dir", "NLST dir", "MLSD dir", "LIST", "NLST dir/*")) {
                    way.mode().setUp(control).close();
                    assertThat(control.expect(command, 550).text())
                            .contains("permission denied")
                            .doesNotContain("secret");
                    control.expect("NOOP", 200);
                }
            }
        }
    }

    @EveryWay
    void a_directory_that_cannot_be_read_to_its_end_is_no_success(Way way) throws Exception {
        watched.failAfter(2);
        for (String command : List.of("LIST dir", "NLST dir", "MLSD dir")) {
            try (ControlConnection control = way.logIn(server, "u", "p");
                    DataMode.ClientEnd end = way.mode().setUp(control)) {
                control.write(command);
                // A reset, and no orderly end; it may be there before the client knows that it is connected.
                assertThatThrownBy(() -> readAll(end)).isInstanceOf(SocketException.class);
                control.expect(150);
                assertThat(control.expect(451).text()).doesNotContain("secret");
                control.expect("NOOP", 200);
            }
        }
    }

    private static void readAll(DataMode.ClientEnd end) throws IOException {
        try (Socket data = end.connect()) {
            data.getInputStream().readAllBytes();
        }
    }

    @Test
    void size_is_told_in_type_i_only() throws Exception {
        try (ControlConnection control = ControlConnection.anonymous(server)) {
            assertThat(control.expect("SIZE dir/a.txt", 213).text()).isEqualTo("213 5");
            control.expect("SIZE dir", 550);
            control.expect("SIZE missing", 550);
            control.expect("SIZE dir/escape", 550);
            control.expect("SIZE", 501);
            control.expect("TYPE A", 200);
            assertThat(control.expect("SIZE dir/a.txt", 550).text()).contains("TYPE I");
            control.expect("TYPE I", 200);
            control.expect("SIZE dir/a.txt", 213);
        }
    }
}
