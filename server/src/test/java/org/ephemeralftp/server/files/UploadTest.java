package org.ephemeralftp.server.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.ftpserver.ftplet.FileSystemView;
import org.apache.ftpserver.ftplet.FtpException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.users.Access;
import org.ephemeralftp.server.users.Account;

/** A file is replaced as a whole or not at all, and nothing else is left of an upload. */
class UploadTest {
    @TempDir
    private Path home;

    private FileSystemView view;

    @BeforeEach
    void logIn() throws FtpException {
        view = view(home, Access.READ_WRITE);
    }

    static FileSystemView view(Path home, Access access) throws FtpException {
        return new HomeFileSystem(user -> home).createFileSystemView(new Account("u", home, access, true));
    }

    private HomeFile file(String name) throws FtpException {
        return (HomeFile) view.getFile(name);
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

    private Path hidden() {
        return home.resolve(HiddenDirectory.NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "d/a"})
    void what_is_there_stays_until_the_commit(String name) throws Exception {
        Files.createDirectory(home.resolve("d"));
        Path target = Files.writeString(home.resolve(name), "the old one");

        try (Upload upload = file(name).replace()) {
            write(upload, "new");
            assertThat(target).hasContent("the old one");
            upload.commit();
            assertThat(target).hasContent("new");
        }

        assertThat(target).hasContent("new");
        assertThat(hidden()).doesNotExist();
    }

    @Test
    void what_is_not_committed_leaves_nothing() throws Exception {
        Files.writeString(home.resolve("a"), "old");

        try (Upload replacing = file("a").replace();
                Upload making = file("b").replace();
                Upload unique = file("c").create()) {
            write(replacing, "new");
            write(making, "new");
            write(unique, "new");
            assertThat(hidden()).isDirectoryRecursivelyContaining("glob:**/upload-*");
        }

        assertThat(home.resolve("a")).hasContent("old");
        assertThat(home).isDirectoryNotContaining(path -> !path.endsWith("a"));
    }

    @Test
    void of_two_at_once_both_are_whole_and_the_later_commit_wins() throws Exception {
        try (Upload first = file("a").replace();
                Upload second = file("a").replace()) {
            write(first, "first and longer");
            write(second, "second");
            second.commit();
            assertThat(home.resolve("a")).hasContent("second");
            first.commit();
            assertThat(home.resolve("a")).hasContent("first and longer");
        }
        assertThat(hidden()).doesNotExist();
    }

    @Test
    void the_hidden_directories_are_the_owners_only() throws Exception {
        try (Upload upload = file("a").replace()) {
            write(upload, "x");
            try (Stream<Path> all = Files.walk(hidden())) {
                assertThat(all.filter(Files::isDirectory))
                        .hasSize(2)
                        .allSatisfy(directory -> assertThat(
                                        PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                                .isEqualTo("rwx------"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-rw-rw-", "rwxr-x--x"})
    void the_mode_of_what_is_replaced_is_kept(String mode) throws Exception {
        Path target = Files.writeString(home.resolve("a"), "old");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(mode));

        store(file("a").replace(), "new");

        assertThat(target).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo(mode);
    }

    @Test
    void a_new_file_has_the_mode_of_any_new_file() throws Exception {
        Path any = home.resolve("any");
        Files.newByteChannel(any, Set.of(CREATE, WRITE)).close();

        store(file("a").replace(), "new");
        store(file("b").create(), "new");

        assertThat(Files.getPosixFilePermissions(home.resolve("a"))).isEqualTo(Files.getPosixFilePermissions(any));
        assertThat(Files.getPosixFilePermissions(home.resolve("b"))).isEqualTo(Files.getPosixFilePermissions(any));
    }

    @Test
    void owner_and_group_are_kept_where_that_is_allowed() throws Exception {
        assumeThat(Files.getAttribute(home, "unix:uid")).as("the tests' user").isEqualTo(0);
        Path target = Files.writeString(home.resolve("a"), "old");
        Files.setAttribute(target, "unix:uid", 12_345);
        Files.setAttribute(target, "unix:gid", 23_456);
        Files.setAttribute(home, "unix:gid", 34_567);
        Files.setAttribute(home, "unix:mode", 02755);

        store(file("a").replace(), "new");
        store(file("b").replace(), "new");

        assertThat(Files.readAttributes(target, "unix:uid,gid"))
                .containsEntry("uid", 12_345)
                .containsEntry("gid", 23_456);
        assertThat(Files.getAttribute(home.resolve("b"), "unix:gid"))
                .as("a directory that gives its group gives it")
                .isEqualTo(34_567);
    }

    @Test
    void a_link_stays_and_what_it_leads_to_is_replaced() throws Exception {
        Files.createDirectory(home.resolve("d"));
        Path target = Files.writeString(home.resolve("d/a"), "old");
        Path link = Files.createSymbolicLink(home.resolve("link"), Path.of("d/a"));

        store(file("link").replace(), "new");

        assertThat(link).isSymbolicLink();
        assertThat(target).isRegularFile().hasContent("new");
    }

    @Test
    void what_changed_meanwhile_is_looked_at_again() throws Exception {
        Files.createDirectory(home.resolve("gone"));
        for (String name : new String[] {"directory", "gone/a", "out"}) {
            try (Upload upload = file(name).replace()) {
                write(upload, "new");
                switch (name) {
                    case "directory" -> Files.createDirectory(home.resolve(name));
                    case "out" -> Files.createSymbolicLink(home.resolve(name), Path.of(".."));
                    default -> Files.delete(home.resolve("gone"));
                }
                assertThatThrownBy(upload::commit)
                        .isInstanceOf(FileSystemException.class)
                        .hasMessageStartingWith("/" + name)
                        .hasMessageNotContaining(home.toString());
            }
        }
        assertThat(hidden()).doesNotExist();
        assertThat(home.resolve("directory")).isEmptyDirectory();
        assertThat(home.resolve("out")).isSymbolicLink();
    }

    @Test
    void a_new_file_never_replaces_another() throws Exception {
        try (Upload upload = file("a").create()) {
            write(upload, "new");
            Files.writeString(home.resolve("a"), "came first");
            assertThatThrownBy(upload::commit).isInstanceOf(FileSystemException.class);
        }
        assertThat(home.resolve("a")).hasContent("came first");
        assertThat(hidden()).doesNotExist();
    }

    @Test
    void a_unique_name_is_in_the_directory_or_begins_like_the_file() throws Exception {
        Files.createDirectory(home.resolve("d"));

        assertThat(file("/").unique().getAbsolutePath()).matches("/upload\\.[0-9a-f]{16}");
        assertThat(file("d").unique().getAbsolutePath()).matches("/d/upload\\.[0-9a-f]{16}");
        assertThat(file("d/a.txt").unique().getAbsolutePath()).matches("/d/a\\.txt\\.[0-9a-f]{16}");
        assertThat(file("a").unique()).isNotEqualTo(file("a").unique());
    }

    @Test
    void what_is_in_the_way_is_told_at_once() throws Exception {
        Files.createDirectory(home.resolve("d"));
        Files.writeString(home.resolve("a"), "old");
        HomeFile readOnly = (HomeFile) view(home, Access.READ_ONLY).getFile("a");

        assertThatThrownBy(() -> file("/").replace()).hasMessage("/: is a directory");
        assertThatThrownBy(() -> file("d").replace()).hasMessage("/d: is a directory");
        assertThatThrownBy(() -> file("d").append()).hasMessage("/d: is a directory");
        assertThatThrownBy(() -> file("d").overwrite(1)).hasMessage("/d: is a directory");
        assertThatThrownBy(() -> file("a/b").replace()).hasMessage("/a/b: a file is where a directory should be");
        assertThatThrownBy(() -> file("x/b").replace())
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage("/x/b: there is no such directory to write to");
        assertThatThrownBy(() -> file("x".repeat(300)).replace())
                .hasMessageContaining("too long")
                .hasMessageNotContaining(home.toString());
        assertThatThrownBy(readOnly::replace).hasMessage("/a: this account must not write here");
        assertThatThrownBy(readOnly::append).hasMessage("/a: this account must not write here");
        assertThatThrownBy(readOnly::create).hasMessage("/a: this account must not write here");
        assertThat(hidden()).doesNotExist();
        assertThat(home.resolve("a")).hasContent("old");
    }

    @Test
    void in_place_what_follows_stays() throws Exception {
        Files.writeString(home.resolve("a"), "0123456789");

        store(file("a").overwrite(4), "ab");
        store(file("a").append(), "end");
        store(file("new").append(), "begin");

        assertThat(home.resolve("a")).hasContent("0123ab6789end");
        assertThat(home.resolve("new")).hasContent("begin");
        assertThat(hidden()).doesNotExist();
    }

    @Test
    void nothing_is_made_in_place_before_it_is_opened() throws Exception {
        try (Upload upload = file("new").append()) {
            assertThat(home.resolve("new")).doesNotExist();
            assertThat(upload.open().isOpen()).isTrue();
        }
        assertThat(home.resolve("new")).isEmptyFile();
    }

    /** A file in the way of the hidden directory, which no client can make: files are refused or kept beside. */
    @Test
    void a_root_that_cannot_hold_uploads_is_told_without_its_path() throws Exception {
        Files.createDirectory(home.resolve("d"));
        Files.writeString(hidden(), "not ours");

        assertThatThrownBy(() -> file("a").replace())
                .isInstanceOf(FileSystemException.class)
                .hasMessageNotContaining(home.toString());
        store(file("d/a").replace(), "new");

        assertThat(home.resolve("d/a")).hasContent("new");
        assertThat(home.resolve("d")).isDirectoryNotContaining(path -> !path.endsWith("a"));
        assertThat(hidden()).hasContent("not ours");
    }

    @Test
    void a_full_disk_leaves_what_was_there() throws Exception {
        Configuration small = Configuration.unix().toBuilder()
                .setAttributeViews("basic", "posix", "unix")
                .setBlockSize(4096)
                .setMaxSize(64 * 4096)
                .build();
        try (FileSystem disk = Jimfs.newFileSystem(small)) {
            Path full = Files.createDirectory(disk.getPath("/home"));
            Files.write(full.resolve("a"), new byte[30 * 4096]);
            HomeFile file = (HomeFile) view(full, Access.READ_WRITE).getFile("a");

            try (Upload upload = file.replace()) {
                FileChannel channel = upload.open();
                assertThatThrownBy(() -> {
                            try {
                                fill(channel);
                            } catch (IOException e) {
                                throw upload.explain(e);
                            }
                        })
                        .isInstanceOf(NoSpaceException.class)
                        .hasMessage("there is not enough space for the file");
            }

            assertThat(full.resolve("a")).hasSize(30 * 4096L);
            assertThat(full).isDirectoryNotContaining(path -> !path.endsWith("a"));
            store(file.replace(), "small");
            assertThat(Files.readString(full.resolve("a"))).isEqualTo("small");
        }
    }

    private static void fill(FileChannel channel) throws IOException {
        for (int i = 0; i < 64; i++) {
            channel.write(ByteBuffer.allocate(4096));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Disk quota exceeded", "Der Plattenplatz (Quota) ist erschöpft"})
    void the_messages_of_a_full_disk_are_known(String message) {
        assertThat(DiskSpace.explain(new IOException(message), home)).isInstanceOf(NoSpaceException.class);
    }

    @Test
    void other_failures_stay_what_they_are() {
        IOException other = new IOException("Input/output error");

        assertThat(DiskSpace.explain(other, home)).isSameAs(other);
    }
}
