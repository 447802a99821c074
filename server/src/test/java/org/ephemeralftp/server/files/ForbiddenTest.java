package org.ephemeralftp.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.ftpserver.ftplet.FileSystemView;
import org.apache.ftpserver.ftplet.FtpException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.testing.WatchedFileSystem;
import org.ephemeralftp.server.users.Access;
import org.ephemeralftp.server.users.Account;

/** What the file system forbids the server is refused before anything is transferred. */
class ForbiddenTest {
    @TempDir
    private Path home;

    private WatchedFileSystem watched;
    private FileSystemView view;

    @BeforeEach
    void makeHome() throws Exception {
        Files.createDirectory(home.resolve("sub"));
        Files.createFile(home.resolve("sub/there"));
        watched = new WatchedFileSystem(home);
        view = new HomeFileSystem(user -> watched.watch(home))
                .createFileSystemView(new Account("u", home, Access.READ_WRITE, true));
    }

    private HomeFile file(String path) throws FtpException {
        return (HomeFile) view.getFile(path);
    }

    @Test
    void a_file_that_could_not_be_made_is_not_appended_to() throws Exception {
        file("sub/new").append().close();

        watched.forbid(AccessMode.WRITE);

        assertThatThrownBy(() -> file("sub/new").append())
                .isInstanceOf(AccessDeniedException.class)
                .hasMessage("/sub/new: permission denied");
    }

    @Test
    void a_directory_that_cannot_be_entered_is_no_working_directory() throws Exception {
        assertThat(view.changeWorkingDirectory("sub")).isTrue();
        view.changeWorkingDirectory("/");

        watched.forbid(AccessMode.EXECUTE);

        assertThat(view.changeWorkingDirectory("sub")).isFalse();
        assertThat(view.getWorkingDirectory().getAbsolutePath()).isEqualTo("/");
    }
}
