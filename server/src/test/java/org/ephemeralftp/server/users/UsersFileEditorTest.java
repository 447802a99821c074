package org.ephemeralftp.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class UsersFileEditorTest {
    private static final PasswordHash HASH =
            PasswordHash.parse("$2y$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2");

    @TempDir
    private Path directory;

    private Path path;
    private UsersFileEditor editor;

    @BeforeEach
    void create() {
        path = directory.resolve("users");
        editor = new UsersFileEditor(path);
    }

    private static UserLine user(String name) {
        return new UserLine(name, HASH, "", Access.READ_WRITE);
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private List<String> names() throws IOException {
        return editor.list().stream().map(UserLine::name).toList();
    }

    @Test
    void a_new_file_is_for_its_owner_only() throws IOException {
        editor.add(user("a"));
        editor.add(user("b"));
        editor.remove("a");
        assertThat(path).hasContent("b:" + HASH.text() + "::rw");
        assertThat(mode(path)).isEqualTo("rw-------");
    }

    @Test
    void a_file_keeps_its_mode_and_group_and_leaves_nothing_beside_it() throws IOException {
        editor.add(user("a"));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
        boolean root = Files.getAttribute(path, "unix:uid").equals(0);
        if (root) {
            Files.setAttribute(path, "unix:uid", 12345);
            Files.setAttribute(path, "unix:gid", 23456);
        }

        editor.add(user("b"));

        assertThat(mode(path)).isEqualTo("rw-r-----");
        if (root) {
            assertThat(Files.getAttribute(path, "unix:uid")).isEqualTo(12345);
            assertThat(Files.getAttribute(path, "unix:gid")).isEqualTo(23456);
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void a_link_stays_and_what_it_leads_to_is_changed() throws IOException {
        Path target = Files.createDirectory(directory.resolve("d")).resolve("real");
        new UsersFileEditor(target).add(user("a"));
        Files.createSymbolicLink(path, Path.of("d/real"));

        editor.add(user("b"));

        assertThat(Files.isSymbolicLink(path)).isTrue();
        assertThat(Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(Files.readAllLines(target)).hasSize(2);
    }

    /** A server that reads meanwhile has opened the old file or the new one: neither ever changes. */
    @Test
    void what_was_opened_before_an_edit_stays_as_it_was() throws IOException {
        editor.add(user("a"));
        try (FileChannel old = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = old.size();
            editor.add(user("b"));
            editor.setPassword("a", PasswordHash.decoy(4));
            assertThat(old.size()).isEqualTo(size);
        }
    }

    @Test
    void what_cannot_be_edited_is_told_and_left_alone() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> editor.remove("a"))
                .withMessage("users file " + path
                        + ": there is no such file; 'user add' makes one in a directory that exists");
        assertThatIllegalArgumentException().isThrownBy(editor::list);
        assertThat(path).doesNotExist();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UsersFileEditor(path.resolve("x")).add(user("a")))
                .withMessageContaining("there is no such file");
        Files.createSymbolicLink(path, directory.resolve("nowhere"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> editor.add(user("a")))
                .withMessageContaining("there is no such file");
        Files.delete(path);
        assertThatThrownBy(() -> new UsersFileEditor(directory).add(user("a")))
                .isInstanceOf(IOException.class)
                .hasMessage("users file " + directory + ": it is not a regular file");

        String wrong = "a:b:c:d\n";
        Files.writeString(path, wrong);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> editor.add(user("a")))
                .withMessageStartingWith("users file " + path + ": line 1: the hash is not one of bcrypt");
        assertThat(path).hasContent(wrong);
    }

    @Test
    void the_wait_for_another_program_ends() throws Exception {
        editor.add(user("a"));
        Process holder = java(Holder.class, path.toString());
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("locked");
            UsersFileEditor hasty = new UsersFileEditor(path, Duration.ofSeconds(1));
            assertThatThrownBy(() -> hasty.add(user("b")))
                    .isInstanceOf(IOException.class)
                    .hasMessage("users file " + path
                            + ": another program has kept it locked for 1 s: end that one, or try again");
            assertThat(names()).containsExactly("a");
        } finally {
            holder.destroyForcibly().waitFor();
        }
        editor.add(user("b"));
        assertThat(names()).containsExactly("a", "b");
    }

    /** As when its threads are in edits of their own. */
    @Test
    void the_wait_for_another_program_needs_nothing_of_the_common_pool() throws Exception {
        editor.add(user("a"));
        CountDownLatch done = new CountDownLatch(1);
        Process holder = java(Holder.class, path.toString());
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("locked");
            for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism(); i++) {
                ForkJoinPool.commonPool().execute(() -> {
                    try {
                        done.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            Thread edit = new Thread(() -> {
                try {
                    editor.add(user("b"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            edit.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> edit.getState() == Thread.State.TIMED_WAITING);
            holder.destroyForcibly().waitFor();
            edit.join(20_000);
            assertThat(names()).containsExactly("a", "b");
        } finally {
            done.countDown();
            holder.destroyForcibly();
        }
    }

    /** Two processes with two threads each: every edit replaces the file that the others wait for. */
    @Test
    void edits_at_the_same_time_are_all_made() throws Exception {
        Files.writeString(path, "# head\n");
        editor.add(user("first"));
        List<Process> processes = new ArrayList<>();
        try {
            for (String prefix : List.of("a", "b")) {
                processes.add(java(Adder.class, path.toString(), prefix));
            }
            for (Process process : processes) {
                assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isZero();
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
        assertThat(names())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.of("first"),
                                Stream.of("a", "b")
                                        .flatMap(
                                                prefix -> IntStream.range(0, 50).mapToObj(i -> prefix + i)))
                        .toList());
        assertThat(Files.readAllLines(path)).startsWith("# head").hasSize(102);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(path);
        }
    }

    private static Process java(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Locks the file until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
                channel.lock();
                System.out.println("locked");
                int end = System.in.read();
                System.out.println(end);
            }
        }
    }

    /** Adds 50 users with two threads. */
    static final class Adder {
        private Adder() {}

        public static void main(String[] args) {
            IntStream.range(0, 50).parallel().forEach(i -> {
                try {
                    // Others may want it very often, on a slow disk.
                    new UsersFileEditor(Path.of(args[0]), Duration.ofSeconds(90)).add(user(args[1] + i));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
