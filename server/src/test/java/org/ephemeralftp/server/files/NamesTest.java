package org.ephemeralftp.server.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.ftpserver.ftplet.FileSystemView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.testing.WatchedFileSystem;
import org.ephemeralftp.server.testing.WatchedFileSystem.Deed;
import org.ephemeralftp.server.users.Access;
import org.ephemeralftp.server.users.Account;

/** What happens between two steps of one command while others give, take or change names. */
@Timeout(120)
class NamesTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path home;

    private WatchedFileSystem watched;
    private FileSystemView view;

    @BeforeEach
    void layOut() throws Exception {
        Files.createDirectories(home.resolve("d/inner"));
        Files.writeString(home.resolve("a"), "source");
        watched = new WatchedFileSystem(home);
        view = UploadTest.view(watched.watch(home), Access.READ_WRITE);
    }

    private HomeFile file(String name) {
        return file(view, name);
    }

    private static HomeFile file(FileSystemView view, String name) {
        try {
            return (HomeFile) view.getFile(name);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void write(Upload upload, String text) throws IOException {
        upload.open().write(ByteBuffer.wrap(text.getBytes(UTF_8)), upload.offset());
    }

    private static void store(Upload upload, String text) throws IOException {
        try (upload) {
            write(upload, text);
            upload.commit();
        }
    }

    /** Does something when a file is about to get this name, for the first time. */
    private void beforeMoveTo(String name, WatchedFileSystem.Deeds then) {
        AtomicBoolean done = new AtomicBoolean();
        watched.onDeed((deed, file) -> {
            if (deed == Deed.MOVE && file.getFileName().toString().equals(name) && !done.getAndSet(true)) {
                then.before(deed, file);
            }
        });
    }

    /** Nothing is renamed but out of the hidden directory beside the target, as from one file system to another. */
    private void otherFileSystem(String name, WatchedFileSystem.Deeds afterCopy) {
        List<Path> moves = new ArrayList<>();
        watched.onDeed((deed, file) -> {
            boolean isMove = deed == Deed.MOVE && file.getFileName().toString().equals(name);
            if (isMove && moves.isEmpty()) {
                moves.add(file);
                throw new AtomicMoveNotSupportedException(name, name, "Invalid cross-device link");
            }
            if (!moves.isEmpty()) {
                afterCopy.before(deed, file);
            }
        });
    }

    /** Starts something in another thread, and waits until it is over or waits for its turn. */
    private static FutureTask<Void> meanwhile(Callable<Void> deed) {
        FutureTask<Void> task = new FutureTask<>(deed);
        Thread thread = new Thread(task);
        thread.start();
        await().atMost(LIMIT).until(() -> task.isDone() || thread.getState() == Thread.State.WAITING);
        return task;
    }

    @Test
    void an_upload_through_an_inner_home_is_not_replaced_by_a_rename() throws Exception {
        Upload upload = file(UploadTest.view(home.resolve("d"), Access.READ_WRITE), "inner/b")
                .replace();
        write(upload, "upload");
        List<FutureTask<Void>> commits = new ArrayList<>();
        beforeMoveTo(
                "b",
                (deed, file) -> commits.add(meanwhile(() -> {
                    try (upload) {
                        upload.commit();
                    }
                    return null;
                })));

        file("a").renameTo(file("d/inner/b"));
        commits.get(0).get(20, TimeUnit.SECONDS);

        assertThat(home.resolve("d/inner/b")).hasContent("upload");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_is_appended_to_a_new_file_is_not_lost_to_a_rename(boolean appended) throws Exception {
        List<FutureTask<Void>> stores = new ArrayList<>();
        beforeMoveTo(
                "b",
                (deed, file) -> stores.add(meanwhile(() -> {
                    store(appended ? file("d/b").append() : file("d/b").overwrite(0), "in place");
                    return null;
                })));

        file("a").renameTo(file("d/b"));
        stores.get(0).get(20, TimeUnit.SECONDS);

        assertThat(home.resolve("d/b")).hasContent(appended ? "sourcein place" : "in place");
    }

    @Test
    void nothing_has_the_new_name_before_the_file_has_it() throws Exception {
        beforeMoveTo("b", (deed, file) -> {
            assertThat(home.resolve("d/b")).doesNotExist();
            throw new FileSystemException("/srv", null, "Input/output error");
        });

        assertThatThrownBy(() -> file("a").renameTo(file("d/b"))).hasMessage("/d/b: Input/output error");

        assertThat(home.resolve("d/b")).doesNotExist();
        assertThat(home.resolve("a")).hasContent("source");
    }

    @ParameterizedTest
    @ValueSource(strings = {"replaced", "appended", "dated", "deleted"})
    void a_file_that_changed_while_it_was_copied_stays(String how) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        otherFileSystem("b", (deed, file) -> {
            if (deed == Deed.FORCE && !done.getAndSet(true)) {
                switch (how) {
                    case "replaced" -> store(file("a").replace(), "newer!");
                    case "appended" -> store(file("a").append(), "newer!");
                    case "dated" -> file("a").setTime(FileTime.fromMillis(1_000));
                    default -> Files.delete(home.resolve("a"));
                }
            }
        });

        assertThatThrownBy(() -> file("a").renameTo(file("d/b")))
                .isInstanceOf(FileSystemException.class)
                .hasMessage("/d/b: the file to be renamed changed meanwhile");

        assertThat(done).isTrue();
        assertThat(home.resolve("d")).isDirectoryNotContaining(path -> !path.endsWith("inner"));
        switch (how) {
            case "replaced" -> assertThat(home.resolve("a")).hasContent("newer!");
            case "appended" -> assertThat(home.resolve("a")).hasContent("sourcenewer!");
            case "dated" -> assertThat(home.resolve("a")).hasContent("source");
            default -> assertThat(home.resolve("a")).doesNotExist();
        }
    }

    @Test
    void a_source_that_cannot_be_removed_takes_the_copy_back() throws Exception {
        otherFileSystem("b", (deed, file) -> {
            if (deed == Deed.DELETE && file.getFileName().toString().equals("a")) {
                throw new FileSystemException("/srv/secret/a", null, "Operation not permitted");
            }
        });

        assertThatThrownBy(() -> file("a").renameTo(file("d/b")))
                .hasMessage("/d/b: a cannot be removed where it was, so it was not renamed");

        assertThat(home.resolve("a")).hasContent("source");
        assertThat(home.resolve("d")).isDirectoryNotContaining(path -> !path.endsWith("inner"));
    }

    @Test
    void two_places_of_a_file_that_can_be_removed_from_none_are_told() throws Exception {
        otherFileSystem("b", (deed, file) -> {
            String name = file.getFileName().toString();
            if (deed == Deed.DELETE && (name.equals("a") || name.equals("b"))) {
                throw new FileSystemException("/srv/secret", null, "Operation not permitted");
            }
        });

        assertThatThrownBy(() -> file("a").renameTo(file("d/b")))
                .hasMessage("/d/b: a cannot be removed where it was, and is now in both places");

        assertThat(home.resolve("a")).hasContent("source");
        assertThat(home.resolve("d/b")).hasContent("source");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_copy_is_on_the_disk_before_it_takes_its_name(boolean synced) throws Exception {
        view = new HomeFileSystem(user -> watched.watch(home), false, synced, Duration.ZERO)
                .createFileSystemView(new Account("u", home, Access.READ_WRITE, true));
        for (boolean renamed : new boolean[] {true, false}) {
            List<Deed> copied = new ArrayList<>();
            otherFileSystem("b" + renamed, (deed, file) -> {
                if (deed == Deed.FORCE || deed == Deed.MOVE) {
                    copied.add(deed);
                }
            });
            if (renamed) {
                file("a").renameTo(file("d/btrue"));
            } else {
                store(file("d/bfalse").replace(), "upload");
            }
            assertThat(copied).containsExactlyElementsOf(synced ? List.of(Deed.FORCE, Deed.MOVE) : List.of(Deed.MOVE));
        }
    }

    @Test
    void a_directory_is_prepared_while_others_have_their_turn() throws Exception {
        List<FutureTask<Void>> stores = new ArrayList<>();
        AtomicBoolean done = new AtomicBoolean();
        watched.onDeed((deed, file) -> {
            boolean isStaged = file.getFileName().toString().startsWith("upload-");
            if (deed == Deed.MAKE_DIRECTORY && isStaged && !done.getAndSet(true)) {
                FutureTask<Void> store = meanwhile(() -> {
                    store(file("b").replace(), "upload");
                    return null;
                });
                stores.add(store);
                assertThat(store.isDone()).as("the upload needs not wait").isTrue();
            }
        });

        file("d/new").makeDirectory();

        stores.get(0).get(20, TimeUnit.SECONDS);
        assertThat(home.resolve("d/new")).isEmptyDirectory();
        assertThat(home.resolve("b")).hasContent("upload");
    }

    /** A service whose system calls are filtered may set no such bit, but inherit it. */
    @Test
    void a_directory_gets_its_group_bit_where_nobody_may_set_it() throws Exception {
        Files.setAttribute(home.resolve("d"), "unix:mode", 02775);
        watched.onDeed((deed, file) -> {
            if (deed == Deed.SET_ATTRIBUTE) {
                throw new FileSystemException(file.toString(), null, "Operation not permitted");
            }
        });

        file("d/new").makeDirectory();

        assertThat((int) Files.getAttribute(home.resolve("d/new"), "unix:mode") & 02000)
                .isEqualTo(02000);
        assertThat(home.resolve("d")).isDirectoryNotContaining(path -> path.endsWith(HiddenDirectory.NAME));
    }

    @Test
    void a_name_that_is_made_between_two_looks_is_taken() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        watched.onCheck(new WatchedFileSystem.Checks() {
            @Override
            public void before(Path path) {}

            @Override
            public void after(Path path) throws IOException {
                if (path.endsWith("b") && !done.getAndSet(true)) {
                    Files.writeString(home.resolve("b"), "b");
                }
            }
        });

        assertThatThrownBy(() -> file("a").renameTo(file("b"))).hasMessageContaining("already");

        assertThat(home.resolve("b")).hasContent("b");
    }

    /** Some kernels say so of a directory that is not empty. */
    @Test
    void a_name_that_the_kernel_calls_taken_is_not_tried_by_path() throws Exception {
        Path target = Files.createDirectory(home.resolve("d/empty"));
        @SuppressWarnings("unchecked")
        SecureDirectoryStream<Path> stream = (SecureDirectoryStream<Path>) Proxy.newProxyInstance(
                NamesTest.class.getClassLoader(),
                new Class<?>[] {SecureDirectoryStream.class},
                (proxy, method, args) -> {
                    throw new FileAlreadyExistsException("d/empty");
                });
        HeldDirectory sources = new SecureDirectory(stream, home, home);
        HeldDirectory targets = new SecureDirectory(stream, home, home.resolve("d"));

        assertThatThrownBy(() -> sources.move(Path.of("a"), targets, target.getFileName()))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(home.resolve("a")).hasContent("source");
    }

    @Test
    void homes_that_nobody_uses_are_forgotten() throws Exception {
        HomeFileSystem files = new HomeFileSystem(user -> home.resolve(user.getName()));
        for (int i = 0; i < 50; i++) {
            files.sweep(Files.createDirectory(home.resolve("home" + i)));
        }
        FileSystemView kept = files.createFileSystemView(new Account("kept", home, Access.READ_WRITE, true));

        await().atMost(LIMIT).until(() -> {
            System.gc();
            files.sweep(home.resolve("d"));
            files.sweep(home.resolve("d/inner"));
            return files.remembered() <= 3;
        });

        store(file(kept, "b").replace(), "x");
        assertThat(home.resolve("kept/b")).hasContent("x");
        assertThatThrownBy(() -> file(kept, "none/b").replace()).isInstanceOf(NoSuchFileException.class);
    }
}
