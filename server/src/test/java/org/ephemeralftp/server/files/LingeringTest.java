package org.ephemeralftp.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.testing.Machine;
import org.ephemeralftp.server.users.Access;
import org.ephemeralftp.server.users.Account;

/** The directory of uploads stays for a while after the last one, and in nobody's way. */
class LingeringTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path base;

    private Path home;
    private final List<HomeFileSystem> opened = new ArrayList<>();

    @BeforeEach
    void makeHome() throws IOException {
        home = Files.createDirectory(base.resolve("home"));
    }

    @AfterEach
    void closeAll() {
        opened.forEach(HomeFileSystem::close);
    }

    /** A server, in which the account's name is where its home is. */
    private HomeFileSystem server(Duration linger) {
        HomeFileSystem server =
                new HomeFileSystem(user -> home.resolve(user.getName()).normalize(), false, true, linger);
        opened.add(server);
        return server;
    }

    private HomeFile file(HomeFileSystem server, String homeOfIt, String name) throws Exception {
        Account account = new Account(homeOfIt, home, Access.READ_WRITE, true);
        return (HomeFile) server.createFileSystemView(account).getFile(name);
    }

    private static void store(HomeFile file) throws IOException {
        try (Upload upload = file.replace()) {
            upload.open().write(ByteBuffer.allocate(10));
            upload.commit();
        }
    }

    private static Path hidden(Path home) {
        return home.resolve(HiddenDirectory.NAME);
    }

    private static List<Path> runs(Path home) throws IOException {
        try (Stream<Path> runs = Files.list(hidden(home))) {
            return runs.toList();
        }
    }

    @Test
    void the_next_upload_finds_the_run_of_the_last() throws Exception {
        HomeFileSystem server = server(LONG);
        store(file(server, ".", "a"));
        List<Path> first = runs(home);
        Object inode = Files.getAttribute(first.get(0).resolve(StagingRun.LOCK), "unix:ino");

        store(file(server, ".", "b"));
        // Another server on the same home, which has a run of its own.
        store(file(server(LONG), ".", "c"));

        assertThat(first).hasSize(1);
        assertThat(runs(home)).containsAll(first).hasSize(2);
        assertThat(Files.getAttribute(first.get(0).resolve(StagingRun.LOCK), "unix:ino"))
                .isEqualTo(inode);
        assertThat(first.get(0)).isDirectoryNotContaining(path -> !path.endsWith(StagingRun.LOCK));
    }

    @Test
    void the_run_is_removed_after_its_time_and_made_again() throws Exception {
        HomeFileSystem server = server(SHORT);
        for (String name : new String[] {"a", "b"}) {
            store(file(server, ".", name));
            await().atMost(LIMIT).until(() -> Files.notExists(hidden(home)));
            assertThat(home.resolve(name)).hasSize(10);
        }
        await("no thread while nothing lingers")
                .atMost(LIMIT)
                .until(() -> !Machine.serverThreads().contains("ephemeral-ftp-uploads"));
    }

    @Test
    void an_upload_that_takes_longer_is_not_disturbed() throws Exception {
        HomeFileSystem server = server(SHORT);
        store(file(server, ".", "before"));
        try (Upload upload = file(server, ".", "a").replace()) {
            store(file(server, "other", "a"));
            // By then the other home's time was over, and that of this one was before.
            await().atMost(LIMIT).until(() -> Files.notExists(hidden(home.resolve("other"))));
            upload.open().write(ByteBuffer.allocate(20));
            upload.commit();
        }
        assertThat(home.resolve("a")).hasSize(20);
        await().atMost(LIMIT).until(() -> Files.notExists(hidden(home)));
    }

    @Test
    void what_lingers_is_removed_at_the_end_of_the_server_and_nothing_lingers_after_it() throws Exception {
        HomeFileSystem server = server(LONG);
        store(file(server, ".", "a"));
        store(file(server, "other", "a"));
        Upload late = file(server, "late", "a").replace();

        server.close();

        assertThat(hidden(home)).doesNotExist();
        assertThat(hidden(home.resolve("other"))).doesNotExist();
        assertThat(hidden(home.resolve("late"))).exists();
        late.commit();
        late.close();
        assertThat(hidden(home.resolve("late"))).doesNotExist();
        assertThat(home.resolve("late/a")).exists();
    }

    @Test
    void only_so_many_linger() throws Exception {
        assumeThat(Machine.descriptors()).as("descriptors are told").isPositive();
        HomeFileSystem server = server(LONG);
        store(file(server, "first", "a"));
        int before = Machine.descriptors();
        store(file(server, "second", "a"));
        int each = Machine.descriptors() - before;
        int homes = 3 * Lingering.MOST;
        for (int i = 0; i < homes; i++) {
            store(file(server, "h" + i, "a"));
        }

        try (Stream<Path> all = Files.list(home)) {
            assertThat(all.filter(one -> Files.exists(hidden(one)))).hasSize(Lingering.MOST);
        }
        assertThat(Machine.descriptors()).isLessThan(before + (Lingering.MOST + 20) * Math.max(each, 1));
        server.close();
        try (Stream<Path> all = Files.list(home)) {
            assertThat(all.filter(one -> Files.exists(hidden(one)))).isEmpty();
        }
    }

    /** A home in a home: for the client of the outer one its directory is empty. */
    @Test
    void a_directory_in_which_nothing_but_that_is_can_be_removed() throws Exception {
        HomeFileSystem server = server(LONG);
        store(file(server, "inner", "a"));
        file(server, "inner", "a").deleteFile();
        assertThat(hidden(home.resolve("inner"))).exists();

        file(server, ".", "inner").deleteDirectory();

        assertThat(home.resolve("inner")).doesNotExist();
    }

    @Test
    void a_directory_in_which_something_is_uploaded_stays() throws Exception {
        HomeFileSystem server = server(LONG);
        try (Upload upload = file(server, "inner", "a").replace()) {
            assertThatThrownBy(() -> file(server, ".", "inner").deleteDirectory())
                    .hasMessage("/inner: the directory is not empty");
            upload.commit();
        }
        assertThat(home.resolve("inner/a")).exists();
    }

    @Test
    void a_directory_that_is_renamed_takes_nothing_with_it() throws Exception {
        HomeFileSystem server = server(LONG);
        store(file(server, "inner", "a"));

        file(server, ".", "inner").renameTo(file(server, ".", "renamed"));

        assertThat(home.resolve("renamed")).isDirectoryNotContaining(path -> !path.endsWith("a"));
    }

    @Test
    void a_home_that_is_removed_meanwhile_and_made_again_is_as_new() throws Exception {
        HomeFileSystem server = server(LONG);
        store(file(server, "gone", "a"));
        int before = Machine.descriptors();
        HomeFile next = file(server, "gone", "b");
        Path gone = home.resolve("gone");
        for (int i = 0; i < 20; i++) {
            Files.move(gone, base.resolve("moved-" + i));
            assertThatThrownBy(next::replace).isInstanceOf(NoSuchFileException.class);
            Files.createDirectory(gone);
            store(next);
            assertThat(gone.resolve("b")).hasSize(10);
        }
        // Not none at all: something else may open one meanwhile.
        assertThat(Machine.descriptors()).isLessThan(before + 10);
    }

    @Test
    void a_crash_beside_it_is_swept_as_ever() throws Exception {
        HomeFileSystem server = server(LONG);
        store(file(server, ".", "a"));
        Path left = Files.createDirectory(hidden(home).resolve("run-0123456789abcdef0123456789abcdef"));
        Files.createFile(left.resolve(StagingRun.LOCK));

        server(LONG).sweep(home);

        assertThat(left).doesNotExist();
        assertThat(runs(home)).hasSize(1);
        store(file(server, ".", "b"));
        assertThat(runs(home)).hasSize(1);
    }

    @Test
    void a_file_system_that_was_closed_is_no_trouble() throws Exception {
        HomeFileSystem server;
        Path other = home.resolve("other");
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            Path root = Files.createDirectory(memory.getPath("/home"));
            server = new HomeFileSystem(user -> user.getName().equals("memory") ? root : other, false, true, LONG);
            opened.add(server);
            store(file(server, "memory", "a"));
            store(file(server, "disk", "a"));
            assertThat(hidden(root)).exists();
        }

        server.close();

        assertThat(hidden(other)).doesNotExist();
    }
}
