package org.ephemeralftp.server.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.ftpserver.ftplet.FileSystemView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.users.Access;
import org.ephemeralftp.server.users.Account;

/** Where links may lead anywhere, they do; all other rules stay. */
class FollowedLinksTest {
    @TempDir
    private Path base;

    private Path home;
    private Path outside;
    private FileSystemView view;

    @BeforeEach
    void layOut() throws Exception {
        home = Files.createDirectory(base.resolve("home"));
        outside = Files.createDirectory(base.resolve("outside"));
        Files.writeString(outside.resolve("file"), "0123");
        Files.createSymbolicLink(home.resolve("out"), outside);
        Files.createSymbolicLink(home.resolve("nowhere"), outside.resolve("missing"));
        view = view(Access.READ_WRITE);
    }

    private FileSystemView view(Access access) throws Exception {
        return new HomeFileSystem(user -> home, true, true, Duration.ZERO)
                .createFileSystemView(new Account("u", home, access, true));
    }

    private HomeFile file(String name) throws Exception {
        return (HomeFile) view.getFile(name);
    }

    @Test
    void what_they_lead_to_is_read_and_changed() throws Exception {
        try (InputStream in = file("out/file").createInputStream(2)) {
            assertThat(in).hasContent("23");
        }
        for (String name : List.of("file", "new")) {
            try (Upload upload = file("out/" + name).replace()) {
                upload.open().write(ByteBuffer.wrap("new".getBytes(UTF_8)));
                upload.commit();
            }
            assertThat(outside.resolve(name)).hasContent("new");
        }
        file("out/d").makeDirectory();
        file("out/new").renameTo(file("out/d/b"));
        file("out/d/b").renameTo(file("back"));
        assertThat(home.resolve("back")).hasContent("new");
        file("out/d").deleteDirectory();
        assertThat(names("/")).containsExactlyInAnyOrder("out", "back");
        assertThat(names("out")).containsExactly("file");
        assertThat(view.changeWorkingDirectory("out")).isTrue();
        assertThat(home.resolve(HiddenDirectory.NAME)).doesNotExist();
    }

    private List<String> names(String directory) throws Exception {
        List<String> names = new ArrayList<>();
        try (HomeListing listing = file(directory).openListing(name -> true, HomeListing.Detail.WITH_OWNERS)) {
            for (HomeEntry entry = listing.next(); entry != null; entry = listing.next()) {
                names.add(entry.name());
            }
        }
        return names;
    }

    @Test
    void the_other_rules_stay() throws Exception {
        Files.createDirectories(outside.resolve(HiddenDirectory.NAME).resolve("x"));

        assertThat(file("out/" + HiddenDirectory.NAME).doesExist()).isFalse();
        assertThat(file("nowhere").doesExist()).isFalse();
        assertThatThrownBy(() -> file("nowhere").replace()).isInstanceOf(IOException.class);
        assertThat(file("../outside/file").doesExist()).isFalse();
        view = view(Access.READ_ONLY);
        assertThatThrownBy(() -> file("out/file").deleteFile()).hasMessageContaining("this account must not");
        assertThat(outside.resolve("missing")).doesNotExist();
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_pipe_has_no_time_that_can_be_set() throws Exception {
        Process mkfifo = new ProcessBuilder("mkfifo", outside.resolve("p").toString()).start();
        assertThat(mkfifo.waitFor()).isZero();

        assertThatThrownBy(() -> file("out/p").setTime(FileTime.fromMillis(1_000)))
                .hasMessage("/out/p: is neither a file nor a directory");
        file("out/file").setTime(FileTime.fromMillis(1_000));
        file("/").setTime(FileTime.fromMillis(2_000));

        assertThat(Files.getLastModifiedTime(outside.resolve("file"))).isEqualTo(FileTime.fromMillis(1_000));
        assertThat(Files.getLastModifiedTime(home)).isEqualTo(FileTime.fromMillis(2_000));
    }
}
