package org.ephemeralftp.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.ftpserver.ftplet.FileSystemView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.ephemeralftp.server.users.Access;

/** A new name is never one that is taken, also not by accident of timing. */
@Timeout(120)
class RenamingTest {
    private static final int AT_ONCE = 16;
    private static final int ROUNDS = 20;

    @TempDir
    private Path disk;

    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** How many servers of this process have the home. */
    enum Servers {
        ONE,
        MANY
    }

    @ParameterizedTest
    @EnumSource
    void of_many_at_once_one_wins_and_no_content_is_lost(Servers servers) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Path home = Files.createDirectory(disk.resolve("home" + round));
            FileSystemView shared = UploadTest.view(home, Access.READ_WRITE);
            CyclicBarrier start = new CyclicBarrier(AT_ONCE);
            List<Future<Boolean>> renames = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                String name = "file" + i;
                Files.writeString(home.resolve(name), name);
                FileSystemView view = servers == Servers.ONE ? shared : UploadTest.view(home, Access.READ_WRITE);
                renames.add(threads.submit(() -> {
                    start.await(20, TimeUnit.SECONDS);
                    return rename(view, name, "target");
                }));
            }
            assertThat(successes(renames)).isEqualTo(1);
            assertThat(contents(home)).hasSize(AT_ONCE);
        }
    }

    @Test
    void of_many_directories_at_once_one_wins() throws Exception {
        FileSystemView view = UploadTest.view(disk, Access.READ_WRITE);
        for (int round = 0; round < ROUNDS; round++) {
            CyclicBarrier start = new CyclicBarrier(AT_ONCE);
            List<Future<Boolean>> renames = new ArrayList<>();
            String target = "target" + round;
            for (int i = 0; i < AT_ONCE; i++) {
                String name = "d" + round + "-" + i;
                // Half of them are made with the name, and an empty directory is what the kernel would replace.
                if (i % 2 == 0) {
                    Files.createDirectory(disk.resolve(name));
                }
                renames.add(threads.submit(() -> {
                    start.await(20, TimeUnit.SECONDS);
                    return Files.exists(disk.resolve(name))
                            ? rename(view, name, target)
                            : ((HomeFile) view.getFile(target)).mkdir();
                }));
            }
            assertThat(successes(renames)).isEqualTo(1);
        }
    }

    private static boolean rename(FileSystemView view, String from, String to) throws Exception {
        try {
            ((HomeFile) view.getFile(from)).renameTo((HomeFile) view.getFile(to));
            return true;
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("already");
            return false;
        }
    }

    private static int successes(List<Future<Boolean>> renames) throws Exception {
        int successes = 0;
        for (Future<Boolean> rename : renames) {
            successes += rename.get(60, TimeUnit.SECONDS) ? 1 : 0;
        }
        return successes;
    }

    private static Set<String> contents(Path home) throws IOException {
        Set<String> contents = new TreeSet<>();
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.toList()) {
                contents.add(Files.readString(file));
            }
        }
        return contents;
    }

    @Test
    void a_directory_goes_with_all_that_is_in_it_and_not_into_itself() throws Exception {
        Files.createDirectories(disk.resolve("a/b"));
        Files.writeString(disk.resolve("a/b/file"), "x");
        FileSystemView view = UploadTest.view(disk, Access.READ_WRITE);

        assertThatThrownBy(() -> file(view, "a").renameTo(file(view, "a/b/c")))
                .hasMessage("/a/b/c: a directory cannot be moved into itself");
        assertThatThrownBy(() -> file(view, "a").renameTo(file(view, "a"))).hasMessageContaining("already");
        file(view, "a").renameTo(file(view, "c"));

        assertThat(disk.resolve("c/b/file")).hasContent("x");
        assertThat(disk.resolve("a")).doesNotExist();
    }

    private static HomeFile file(FileSystemView view, String name) throws Exception {
        return (HomeFile) view.getFile(name);
    }

    @Test
    void a_failed_rename_leaves_no_name_behind() throws Exception {
        Path file = Files.writeString(disk.resolve("a"), "x");
        FileSystemView view = UploadTest.view(disk, Access.READ_WRITE);
        HomeFile source = file(view, "a");
        Files.delete(file);

        assertThatThrownBy(() -> source.renameTo(file(view, "b"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> file(view, "b").renameTo(file(view, "x".repeat(300))))
                .isInstanceOf(IOException.class);

        assertThat(disk).isEmptyDirectory();
    }

    @Test
    void links_are_renamed_themselves_on_file_systems_of_any_kind() throws Exception {
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            Path other = Files.createDirectory(memory.getPath("/home"));
            for (Path home : List.of(disk, other)) {
                Files.writeString(home.resolve("a"), "x");
                Files.createSymbolicLink(
                        home.resolve("link"), home.getFileSystem().getPath("a"));
                FileSystemView view = UploadTest.view(home, Access.READ_WRITE);
                file(view, "link").renameTo(file(view, "moved"));
                assertThat(Files.isSymbolicLink(home.resolve("moved"))).isTrue();
                assertThat(Files.readString(home.resolve("a"))).isEqualTo("x");
            }
        }
    }
}
