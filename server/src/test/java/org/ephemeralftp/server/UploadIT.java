package org.ephemeralftp.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.DataMode.ClientEnd;
import org.ephemeralftp.server.testing.EveryWay;
import org.ephemeralftp.server.testing.Way;

/** An upload that breaks harms nothing, and one that does not is in its place at once: over real connections. */
@Timeout(120)
class UploadIT {
    private static final String HIDDEN = ".ephemeral-ftp";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration SOON = Duration.ofMillis(10);
    private static final byte[] OLD = content('o', 200_000);
    private static final byte[] NEW = content('n', 300_000);

    @TempDir
    private Path home;

    private EphemeralFtpServer server;

    @BeforeEach
    void start() throws Exception {
        Files.write(home.resolve("file"), OLD);
        Files.createDirectory(home.resolve("d"));
        server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("22110-22119")
                .leaseTimeout(Duration.ofSeconds(1))
                .home(home)
                .user("u", "p")
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static byte[] content(char letter, int length) {
        byte[] content = new byte[length];
        Arrays.fill(content, (byte) letter);
        return content;
    }

    /** How a client goes away amid its upload. */
    enum End {
        RESET {
            @Override
            void end(ControlConnection control, Socket data) throws IOException {
                data.setSoLinger(true, 0);
                data.close();
                control.expect(426);
            }
        },
        ABOR {
            @Override
            void end(ControlConnection control, Socket data) throws IOException {
                control.expect("ABOR", 426);
                control.expect(226);
            }
        },
        /** What the system does for a client that is killed. */
        BOTH_CLOSED {
            @Override
            void end(ControlConnection control, Socket data) throws IOException {
                control.close();
                data.close();
            }
        },
        CONTROL_CLOSED {
            @Override
            void end(ControlConnection control, Socket data) throws IOException {
                control.close();
                try {
                    data.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (SocketException e) {
                    assertThat(e).hasMessageContaining("reset");
                }
            }
        };

        abstract void end(ControlConnection control, Socket data) throws IOException;
    }

    static Stream<Arguments> everyWayAndEnd() {
        return Way.all().flatMap(way -> Arrays.stream(End.values()).map(end -> Arguments.of(way, end)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("everyWayAndEnd")
    void an_upload_that_breaks_leaves_everything_as_it_was(Way way, End end) throws Exception {
        for (String command : List.of("STOR file", "STOU d")) {
            try (ControlConnection control = way.logIn(server, "u", "p");
                    ClientEnd client = way.mode().setUp(control)) {
                control.write(command);
                Socket data = client.connect();
                control.expect(150);
                data.getOutputStream().write(NEW);
                await().pollInterval(SOON)
                        .atMost(LIMIT)
                        .untilAsserted(() -> assertThat(waiting()).containsValue((long) NEW.length));
                assertThat(home.resolve("file")).hasBinaryContent(OLD);
                try (data) {
                    end.end(control, data);
                }
            }
            await().pollInterval(SOON).atMost(LIMIT).untilAsserted(() -> {
                assertThat(uploading()).isZero();
                assertThat(visible()).containsExactlyInAnyOrder("d", "file");
            });
            assertThat(names(home.resolve("d"))).isEmpty();
            assertThat(home.resolve("file")).hasBinaryContent(OLD);
        }
    }

    /** The sizes of the files that wait. */
    private Map<Path, Long> waiting() throws IOException {
        try (Stream<Path> all = Files.walk(home.resolve(HIDDEN))) {
            Map<Path, Long> sizes = new HashMap<>();
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                sizes.put(file, Files.size(file));
            }
            return sizes;
        }
    }

    @Test
    void the_directory_of_uploads_goes_soon_after_the_last_one() throws Exception {
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            DataMode.EPSV.send(control, "STOR new", NEW);
            await().atMost(LIMIT).until(() -> Files.notExists(home.resolve(HIDDEN)));
            DataMode.EPSV.send(control, "STOR file", NEW);
        }
        server.close();
        assertThat(names(home)).containsExactlyInAnyOrder("d", "file", "new");
    }

    /** How many uploads wait. */
    private long uploading() {
        Path hidden = home.resolve(HIDDEN);
        try (Stream<Path> all = Files.exists(hidden) ? Files.walk(hidden) : Stream.empty()) {
            return all.filter(file -> file.getFileName().toString().startsWith("upload-"))
                    .count();
        } catch (IOException | UncheckedIOException e) {
            return 1; // Something was put away while it was looked at.
        }
    }

    /** What is in the home beside the directory of uploads, which may stay for a while. */
    private Set<String> visible() throws IOException {
        Set<String> names = names(home);
        names.remove(HIDDEN);
        return names;
    }

    private static Set<String> names(Path directory) throws IOException {
        Set<String> names = new HashSet<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    /** All ways at once, because it takes its time. */
    @Test
    void a_client_that_never_connects_changes_nothing() throws Exception {
        List<ControlConnection> controls = new ArrayList<>();
        try {
            for (String command : List.of("STOR file", "STOR new", "APPE file", "APPE new", "STOU")) {
                for (Way way : Way.passive().toList()) {
                    ControlConnection control = way.logIn(server, "u", "p");
                    controls.add(control);
                    way.mode().setUp(control).close();
                    control.expect(command, 150);
                }
            }
            for (ControlConnection control : controls) {
                control.expect(425);
            }
            assertThat(visible()).containsExactlyInAnyOrder("d", "file");
            assertThat(home.resolve("file")).hasBinaryContent(OLD);
        } finally {
            for (ControlConnection control : controls) {
                control.close();
            }
        }
    }

    @EveryWay
    void a_reader_sees_the_whole_old_file_or_the_whole_new_one(Way way) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            CountDownLatch reading = new CountDownLatch(1);
            Future<Integer> reader = threads.submit(() -> {
                int times = 0;
                while (over.getCount() > 0) {
                    byte[] seen = Files.readAllBytes(home.resolve("file"));
                    assertThat(Arrays.equals(seen, OLD) || Arrays.equals(seen, NEW))
                            .isTrue();
                    reading.countDown();
                    times++;
                }
                return times;
            });
            reading.await();
            try (ControlConnection control = way.logIn(server, "u", "p")) {
                for (int i = 0; i < 20; i++) {
                    way.mode().send(control, "STOR file", i % 2 == 0 ? NEW : OLD);
                    assertThat(home.resolve("file")).hasBinaryContent(i % 2 == 0 ? NEW : OLD);
                }
            } finally {
                over.countDown();
            }
            assertThat(reader.get()).isPositive();
        } finally {
            threads.shutdownNow();
        }
    }

    @EveryWay
    void of_two_uploads_at_once_each_is_whole_and_the_later_one_stays(Way way) throws Exception {
        try (ControlConnection first = way.logIn(server, "u", "p");
                ControlConnection second = way.logIn(server, "u", "p");
                ClientEnd end = way.mode().setUp(first)) {
            first.write("STOR file");
            try (Socket data = end.connect()) {
                first.expect(150);
                data.getOutputStream().write(content('1', 100_000));
                way.mode().send(second, "STOR file", NEW);
                assertThat(home.resolve("file")).hasBinaryContent(NEW);
            }
            first.expect(226);
            assertThat(home.resolve("file")).hasBinaryContent(content('1', 100_000));
        }
        assertThat(visible()).containsExactlyInAnyOrder("d", "file");
    }

    @EveryWay
    void the_mode_is_kept_and_a_link_stays(Way way) throws Exception {
        Files.setPosixFilePermissions(home.resolve("file"), PosixFilePermissions.fromString("rw-r-----"));
        Files.createSymbolicLink(home.resolve("d/link"), Path.of("../file"));
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            way.mode().send(control, "STOR d/link", NEW);
        }
        assertThat(home.resolve("d/link")).isSymbolicLink();
        assertThat(home.resolve("file")).hasBinaryContent(NEW);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("file"))))
                .isEqualTo("rw-r-----");
    }

    @ParameterizedTest
    @CsvSource({
        "STOR /, directory",
        "STOR d, directory",
        "APPE d, directory",
        "STOR missing/x, no such directory",
        "STOU missing/x, no such directory",
        "STOR file/x, where a directory should be",
        "STOR .ephemeral-ftp, no such file",
        "APPE .Ephemeral-FTP/x, no such file",
        "STOU d/.ephemeral-ftp/x, no such file",
    })
    void what_cannot_be_written_is_told_before_the_data_connection(String command, String reason) throws Exception {
        for (Way way : Way.all().toList()) {
            try (ControlConnection control = way.logIn(server, "u", "p")) {
                way.mode().setUp(control).close();
                assertThat(control.expect(command, 553).text()).contains(reason).doesNotContain(home.toString());
                way.mode().send(control, "STOR file", NEW);
            }
        }
        assertThat(visible()).containsExactlyInAnyOrder("d", "file");
    }

    @EveryWay
    void after_rest_a_file_is_written_in_place(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            for (String command : List.of("STOR text", "APPE text")) {
                Files.writeString(home.resolve("text"), "0123456789");
                control.expect("REST 4", 350);
                assertThat(way.mode()
                                .send(control, command, "ab".getBytes(UTF_8))
                                .text())
                        .contains("in place")
                        .contains("byte 4");
                assertThat(home.resolve("text")).hasContent("0123ab6789");
                control.expect("REST 11", 350);
                way.mode().setUp(control).close();
                assertThat(control.expect(command, 554).text()).contains("10");
                control.expect("TYPE A", 200);
                control.expect("REST 4", 350);
                way.mode().setUp(control).close();
                control.expect(command, 554);
                control.expect("TYPE I", 200);
                assertThat(home.resolve("text")).hasContent("0123ab6789");
            }
        }
    }

    @EveryWay
    void append_keeps_what_came_when_it_breaks(Way way) throws Exception {
        try (ControlConnection control = way.logIn(server, "u", "p");
                ClientEnd end = way.mode().setUp(control)) {
            control.write("APPE file");
            try (Socket data = end.connect()) {
                assertThat(control.expect(150).text()).contains("in place");
                data.getOutputStream().write(content('a', 1000));
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(home.resolve("file")).hasSize(OLD.length + 1000L));
                data.setSoLinger(true, 0);
            }
            control.expect(426);
        }
        assertThat(home.resolve("file")).hasSize(OLD.length + 1000L);
    }

    @EveryWay
    void unique_names_are_told_and_nobody_elses(Way way) throws Exception {
        Set<String> names = new HashSet<>();
        try (ControlConnection control = way.logIn(server, "u", "p")) {
            for (String command : List.of("STOU", "STOU d", "STOU file", "STOU file", "STOU d/x.txt")) {
                String said = way.mode().send(control, command, NEW).text();
                assertThat(said).matches("150 FILE: /[a-z./0-9]+");
                names.add(said.substring("150 FILE: /".length()));
            }
            control.expect("CWD d", 250);
            assertThat(way.mode().send(control, "STOU", NEW).text()).startsWith("150 FILE: /d/");
        }
        assertThat(names)
                .hasSize(5)
                .allSatisfy(name -> assertThat(home.resolve(name)).hasBinaryContent(NEW));
        assertThat(names(home.resolve("d"))).hasSize(3);
        assertThat(home.resolve("file")).hasBinaryContent(OLD);
    }

    @Test
    void the_server_leaves_nothing_behind_when_it_stops_amid_uploads() throws Exception {
        List<ControlConnection> controls = new ArrayList<>();
        List<Socket> uploads = new ArrayList<>();
        try {
            for (Way way : Way.all().toList()) {
                ControlConnection control = way.logIn(server, "u", "p");
                controls.add(control);
                try (ClientEnd end = way.mode().setUp(control)) {
                    control.write("STOR file");
                    Socket upload = end.connect();
                    uploads.add(upload);
                    control.expect(150);
                    upload.getOutputStream().write(NEW);
                }
            }
            server.close();
        } finally {
            for (Socket upload : uploads) {
                upload.close();
            }
            for (ControlConnection control : controls) {
                control.close();
            }
        }
        assertThat(names(home)).containsExactlyInAnyOrder("d", "file");
        assertThat(home.resolve("file")).hasBinaryContent(OLD);
    }
}
