package org.ephemeralftp.server.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.ftpserver.ftplet.FileSystemView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.users.Access;

/** What becomes of uploads when somebody meddles with the directory in which they wait. */
class StagingRunTest {
    @TempDir
    private Path home;

    private FileSystemView view;

    @BeforeEach
    void logIn() throws Exception {
        view = UploadTest.view(home, Access.READ_WRITE);
        Files.writeString(home.resolve("a"), "old");
    }

    private HomeFile file(String name) throws Exception {
        return (HomeFile) view.getFile(name);
    }

    private static void write(Upload upload, String text) throws IOException {
        upload.open().write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    private Path hidden() {
        return home.resolve(HiddenDirectory.NAME);
    }

    @Test
    void only_the_uploads_that_were_in_a_removed_directory_fail() throws Exception {
        try (Upload lost = file("a").replace()) {
            write(lost, "lost");
            try (Stream<Path> all = Files.walk(hidden())) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
            try (Upload next = file("b").replace()) {
                write(next, "next");
                assertThatThrownBy(lost::commit).isInstanceOf(IOException.class);
                lost.close();
                next.commit();
            }
        }
        assertThat(home.resolve("a")).hasContent("old");
        assertThat(home.resolve("b")).hasContent("next");
        assertThat(hidden()).doesNotExist();
    }

    @Test
    void the_lock_stays_with_what_cannot_be_removed() throws Exception {
        Path staged;
        try (Upload upload = file("a").replace()) {
            write(upload, "new");
            try (Stream<Path> all = Files.walk(hidden())) {
                staged = all.filter(path -> path.getFileName().toString().startsWith("upload-"))
                        .findFirst()
                        .orElseThrow();
            }
            // The one thing of this name that cannot be removed, also by who may do everything.
            Files.delete(staged);
            Files.createDirectories(staged.resolve("full"));
        }
        assertThat(staged.resolveSibling(StagingRun.LOCK)).exists();
        Files.delete(staged.resolve("full"));

        new HomeFileSystem(user -> home).sweep(home);

        assertThat(hidden()).doesNotExist();
        assertThat(home.resolve("a")).hasContent("old");
    }
}
