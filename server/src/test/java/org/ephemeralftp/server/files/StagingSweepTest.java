package org.ephemeralftp.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.users.Access;

/** What a crash left is removed where it must be, and nothing else is. */
class StagingSweepTest {
    private static final String RUN = "run-0123456789abcdef0123456789abcdef";

    @TempDir
    private Path base;

    private Path home;

    @BeforeEach
    void makeHome() throws IOException {
        home = Files.createDirectory(base.resolve("home"));
    }

    /** What is on the disk when a server was killed amid uploads. */
    private static Path leave(Path parent) throws IOException {
        Path run = Files.createDirectories(parent.resolve(HiddenDirectory.NAME).resolve(RUN));
        Files.createFile(run.resolve(StagingRun.LOCK));
        Files.write(run.resolve("upload-1"), new byte[1000]);
        Files.write(run.resolve("upload-2"), new byte[1000]);
        return run;
    }

    private void sweep() {
        new HomeFileSystem(user -> home).sweep(home);
    }

    @Test
    void what_was_left_is_removed_at_the_start() throws Exception {
        leave(home);

        sweep();

        assertThat(home).isEmptyDirectory();
    }

    @Test
    void what_was_left_is_removed_at_the_first_login() throws Exception {
        leave(home);

        UploadTest.view(home, Access.READ_ONLY);

        assertThat(home).isEmptyDirectory();
    }

    @Test
    void a_run_that_was_hardly_begun_is_removed() throws Exception {
        Files.createDirectories(home.resolve(HiddenDirectory.NAME).resolve(RUN));

        sweep();

        assertThat(home).isEmptyDirectory();
    }

    @Test
    void the_uploads_of_another_server_go_on() throws Exception {
        HomeFile file = (HomeFile) UploadTest.view(home, Access.READ_WRITE).getFile("a");
        try (Upload upload = file.replace()) {
            upload.open().write(ByteBuffer.wrap(new byte[100]));
            leave(home);

            sweep();

            assertThat(home.resolve(HiddenDirectory.NAME).resolve(RUN)).doesNotExist();
            upload.commit();
        }
        assertThat(home.resolve("a")).hasSize(100);
        assertThat(home).isDirectoryNotContaining(path -> !path.endsWith("a"));
    }

    @Test
    void notes_lead_to_what_was_left_elsewhere() throws Exception {
        Path mount = Files.createDirectories(home.resolve("d/mount"));
        leave(mount);
        Files.writeString(leave(home).resolve(StagingSweep.NOTE + "1"), "d/mount");

        sweep();

        assertThat(mount).isEmptyDirectory();
        assertThat(home.resolve(HiddenDirectory.NAME)).doesNotExist();
    }

    @Test
    void notes_lead_nowhere_else() throws Exception {
        Path outside = Files.createDirectory(base.resolve("outside"));
        Path left = leave(outside);
        Files.createSymbolicLink(home.resolve("link"), outside);
        Path run = leave(home);
        List<String> ways = List.of("../outside", "link", outside.toString(), "missing", "a\0b", "");
        Files.write(run.resolve(StagingSweep.NOTE + "cut"), new byte[] {'d', '/', (byte) 0xC3});
        for (int i = 0; i < ways.size(); i++) {
            Files.writeString(run.resolve(StagingSweep.NOTE + i), ways.get(i));
        }

        sweep();

        assertThat(left.resolve("upload-1")).exists();
        assertThat(home.resolve(HiddenDirectory.NAME)).doesNotExist();
    }

    @Test
    void what_is_not_ours_stays() throws Exception {
        leave(home);
        Path hidden = home.resolve(HiddenDirectory.NAME);
        Path notes = Files.writeString(hidden.resolve("notes"), "");
        Path strange = Files.createDirectory(hidden.resolve("run-1"));
        Path deep =
                Files.createDirectories(hidden.resolve(RUN.replace('0', 'f')).resolve("d"));
        Path linked = Files.createDirectory(base.resolve("linked"));
        Files.writeString(linked.resolve(StagingRun.LOCK), "");
        Files.createSymbolicLink(hidden.resolve(RUN.replace('0', 'e')), linked);

        sweep();

        assertThat(hidden.resolve(RUN)).doesNotExist();
        assertThat(notes).exists();
        assertThat(strange).exists();
        assertThat(deep).exists();
        assertThat(linked.resolve(StagingRun.LOCK)).exists();
    }

    @Test
    void a_link_in_the_place_of_the_hidden_directory_is_not_followed() throws Exception {
        Path elsewhere = Files.createDirectory(base.resolve("elsewhere"));
        Path run = leave(elsewhere);
        Files.createSymbolicLink(home.resolve(HiddenDirectory.NAME), elsewhere.resolve(HiddenDirectory.NAME));

        sweep();

        assertThat(run.resolve("upload-1")).exists();
    }

    /** Every upload makes the hidden directory if need be and removes it after the last one, under the feet of others. */
    @Test
    void many_at_once_do_not_get_in_each_others_way() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> uploads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                // Each has a server of its own, as far as the directories know.
                HomeFile file =
                        (HomeFile) UploadTest.view(home, Access.READ_WRITE).getFile("f" + i);
                uploads.add(threads.submit(() -> {
                    for (int size = 1; size <= 100; size++) {
                        try (Upload upload = file.replace()) {
                            upload.open().write(ByteBuffer.allocate(size));
                            sweep();
                            upload.commit();
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> upload : uploads) {
                upload.get();
            }
        } finally {
            threads.shutdownNow();
        }
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files).hasSize(8).allSatisfy(file -> assertThat(file).hasSize(100));
        }
    }
}
