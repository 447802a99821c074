package org.ephemeralftp.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.apache.ftpserver.ftplet.AuthorizationRequest;
import org.apache.ftpserver.ftplet.FileSystemView;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WriteRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An account that may write below {@code /up} writes nowhere else, by whatever name. */
class WritingByComponentTest {
    /** Asks for whole names: {@code /upload} is not below {@code /up}. */
    private static final class Uploader extends BaseUser {
        @Override
        public @Nullable AuthorizationRequest authorize(AuthorizationRequest request) {
            return request instanceof WriteRequest write && !(write.getFile() + "/").startsWith("/up/")
                    ? null
                    : request;
        }
    }

    @TempDir
    private Path home;

    private FileSystemView view;

    @BeforeEach
    void layOut() throws Exception {
        for (String directory : new String[] {"up", "upload", "read"}) {
            Files.createDirectories(home.resolve(directory).resolve("d"));
            Files.writeString(home.resolve(directory).resolve("a"), "old");
        }
        Files.createSymbolicLink(home.resolve("up/link"), Path.of("../read"));
        Files.createSymbolicLink(home.resolve("up/file"), Path.of("../read/a"));
        Files.createSymbolicLink(home.resolve("into"), Path.of("up"));
        view = new HomeFileSystem(user -> home).createFileSystemView(new Uploader());
    }

    private HomeFile file(String name) throws Exception {
        return (HomeFile) view.getFile(name);
    }

    private static void replace(HomeFile file) throws IOException {
        try (Upload upload = file.replace()) {
            upload.commit();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/upload", "/read", "/up/../upload", "/up/link", "/into", "/up/link/../../read"})
    void nothing_changes_elsewhere(String directory) throws Exception {
        HomeFile file = file(directory + "/a");

        assertDenied(() -> replace(file));
        assertDenied(() -> file.append().close());
        assertDenied(() -> file.overwrite(1).close());
        assertDenied(() -> file.openForWriting(0).close());
        assertDenied(file::deleteFile);
        assertDenied(file::requireRenamable);
        assertDenied(() -> file.renameTo(file("/up/got")));
        assertDenied(() -> file.setTime(FileTime.fromMillis(0)));
        assertDenied(() -> file("/up/a").renameTo(file(directory + "/new")));
        assertDenied(() -> file(directory + "/new").makeDirectory());
        assertDenied(() -> replace(file(directory + "/new")));
        assertDenied(() -> file(directory + "/d").deleteDirectory());
        assertThat(file.isWritable()).isFalse();
        assertThat(file.isRemovable()).isFalse();
        HomeEntry entry = file.describe();
        assertThat(entry.isReadable()).isTrue();
        assertThat(entry.isWritable() || entry.isRemovable()).isFalse();

        for (String name : new String[] {"up", "upload", "read"}) {
            assertThat(home.resolve(name).resolve("a")).hasContent("old");
            assertThat(home.resolve(name).resolve("d")).isEmptyDirectory();
            assertThat(home.resolve(name).resolve("new")).doesNotExist();
        }
    }

    private interface Deed {
        void run() throws Exception;
    }

    private static void assertDenied(Deed deed) {
        assertThatThrownBy(deed::run).isInstanceOf(AccessDeniedException.class).hasMessageContaining("this account");
    }

    @Test
    void a_link_to_a_file_that_must_not_be_written_is_no_way_to_write_it() throws Exception {
        assertDenied(() -> replace(file("/up/file")));
        assertDenied(() -> file("/up/file").setTime(FileTime.fromMillis(0)));
        assertThat(home.resolve("read/a")).hasContent("old");
        // The link itself is in a directory that may be changed.
        file("/up/file").deleteFile();
        assertThat(home.resolve("up/file")).doesNotExist();
    }

    @Test
    void everything_changes_below_it() throws Exception {
        replace(file("/up/a"));
        file("/up/a").renameTo(file("/up/d/b"));
        file("/up/new").makeDirectory();
        file("/up/d/b").setTime(FileTime.fromMillis(0));
        file("/up/new").deleteDirectory();
        file("/up/d/b").deleteFile();

        assertThat(home.resolve("up/d")).isEmptyDirectory();
        assertDenied(() -> file("/up").renameTo(file("/up2")));
        assertDenied(() -> file("/up").deleteDirectory());
    }
}
