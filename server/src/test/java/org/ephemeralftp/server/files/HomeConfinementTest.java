package org.ephemeralftp.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.ftpserver.ftplet.FileSystemView;
import org.apache.ftpserver.ftplet.FtpException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.users.Access;
import org.ephemeralftp.server.users.Account;

/** Nothing outside the home is served, by whatever way the client or a link tries. */
class HomeConfinementTest {

    @TempDir
    private Path base;

    private Path home;
    private Path secret;
    private FileSystemView view;

    @BeforeEach
    void layOut() throws Exception {
        home = Files.createDirectory(base.resolve("home"));
        // A name that begins like the home's must not count as the home.
        Path outside = Files.createDirectory(base.resolve("home-of-another"));
        secret = Files.writeString(outside.resolve("secret"), "secret");
        Files.createDirectory(home.resolve("inside"));
        Files.writeString(home.resolve("inside/a"), "a");
        Files.createSymbolicLink(home.resolve("out"), outside);
        Files.createSymbolicLink(home.resolve("out-file"), secret);
        Files.createSymbolicLink(home.resolve("out-relative"), Path.of("../home-of-another"));
        Files.createSymbolicLink(home.resolve("out-twice"), Path.of("out"));
        Files.createSymbolicLink(home.resolve("out-new"), outside.resolve("new"));
        Files.createSymbolicLink(home.resolve("nowhere"), Path.of("missing"));
        Files.createSymbolicLink(home.resolve("loop"), Path.of("loop"));
        Files.createSymbolicLink(home.resolve("link"), Path.of("inside"));
        Files.createSymbolicLink(home.resolve("inside/link-file"), Path.of("a"));
        view = view(home);
    }

    private static FileSystemView view(Path home) throws FtpException {
        return new HomeFileSystem(user -> home).createFileSystemView(new Account("u", home, Access.READ_WRITE, true));
    }

    private HomeFile file(String name) throws FtpException {
        return (HomeFile) view.getFile(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "out",
                "out/secret",
                "out/new",
                "out/new/newer",
                "out/../out/secret",
                "out-file",
                "out-relative",
                "out-relative/secret",
                "out-twice",
                "out-twice/secret",
                "out-new",
                "out-new/x",
                "nowhere",
                "nowhere/x",
                "loop",
                "loop/x",
            })
    void aLinkThatLeadsOutOrNowhereIsAsIfItWereNotThere(String name) throws Exception {
        HomeFile file = file(name);

        assertThat(file.doesExist()).isFalse();
        assertThat(file.isDirectory()).isFalse();
        assertThat(file.isFile()).isFalse();
        assertThat(file.isReadable()).isFalse();
        assertThat(file.isWritable()).isFalse();
        assertThat(file.isRemovable()).isFalse();
        assertThat(file.getSize()).isZero();
        assertThat(file.getPhysicalFile()).isNull();
        assertThat(file.listFiles()).isNull();
        assertThat(view.changeWorkingDirectory(name)).isFalse();
        assertThat(file.mkdir()).isFalse();
        assertThat(file.delete()).isFalse();
        assertThat(file.setLastModified(0)).isFalse();
        assertThat(file.move(file("moved"))).isFalse();
        assertThat(file("inside/a").move(file)).isFalse();
        assertThatThrownBy(() -> file.openForReading(0)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> file.openForWriting(0)).isInstanceOf(NoSuchFileException.class);

        assertThat(secret).hasContent("secret");
        assertThat(secret.getParent()).isDirectoryNotContaining(p -> !p.equals(secret));
        assertThat(home.resolve("missing")).doesNotExist();
    }

    @Test
    void suchLinksAreNotListed() throws Exception {
        assertThat(file("/").listFiles()).extracting(HomeFile::getName).containsExactly("inside", "link");
    }

    @Test
    void aLinkInsideTheHomeIsFollowed() throws Exception {
        assertThat(view.changeWorkingDirectory("link")).isTrue();
        assertThat(view.getWorkingDirectory().getAbsolutePath()).isEqualTo("/link");
        assertThat(file("a").getSize()).isEqualTo(1);
        assertThat(file("/link").listFiles())
                .extracting(HomeFile::getAbsolutePath)
                .containsExactly("/link/a", "/link/link-file");
        assertThat(file("/link").listFiles()).allMatch(HomeFile::isFile);

        try (OutputStream out = file("link-file").createOutputStream(0)) {
            out.write('b');
        }
        assertThat(home.resolve("inside/a")).hasContent("b");
        assertThat(home.resolve("inside/link-file")).isSymbolicLink();
    }

    @Test
    void deletingOrMovingALinkLeavesWhatItLeadsTo() throws Exception {
        assertThat(file("link").move(file("moved"))).isTrue();
        assertThat(home.resolve("moved")).isSymbolicLink();
        assertThat(file("moved").delete()).isTrue();
        assertThat(home.resolve("moved")).doesNotExist();
        assertThat(home.resolve("inside/a")).hasContent("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../home-of-another/secret", "/../home-of-another/secret", "inside/../../../etc/passwd"})
    void dotDotEndsAtTheRoot(String name) throws Exception {
        assertThat(file(name).doesExist()).isFalse();
        assertThat(view.changeWorkingDirectory("..")).isTrue();
        assertThat(view.getWorkingDirectory().getAbsolutePath()).isEqualTo("/");
    }

    @Test
    void aFileThatBecameALinkSinceItWasNamedIsRefused() throws Exception {
        HomeFile file = file("inside/a");
        assertThat(file.doesExist()).isTrue();

        Files.delete(home.resolve("inside/a"));
        Files.createSymbolicLink(home.resolve("inside/a"), secret);

        assertThat(file.doesExist()).isFalse();
        assertThatThrownBy(() -> file.openForReading(0)).isInstanceOf(IOException.class);
    }

    @Test
    void aHomeThatIsItselfALinkIsServed() throws Exception {
        Path linked = Files.createSymbolicLink(base.resolve("linked"), home);

        assertThat(view(linked).getFile("inside/a").doesExist()).isTrue();
    }

    @Test
    void aMissingHomeIsCreated() throws Exception {
        Path missing = base.resolve("x/y");

        assertThat(view(missing).getHomeDirectory().isDirectory()).isTrue();
        assertThat(missing).isEmptyDirectory();
    }

    @Test
    void aHomeThatCannotBeUsedIsAnErrorThatSaysWhose() {
        assertThatThrownBy(() -> view(secret))
                .isInstanceOf(FtpException.class)
                .hasMessageStartingWith("the home directory of user u cannot be used: ")
                .hasMessageContaining(secret.toString());
    }

    @Test
    void aHomeThatVanishedIsNoWayUp() throws Exception {
        Path gone = Files.createDirectory(base.resolve("gone"));
        FileSystemView orphan = view(gone);
        Files.delete(gone);

        assertThat(orphan.getWorkingDirectory().doesExist()).isFalse();
        assertThat(orphan.getFile("x").isWritable()).isFalse();
        assertThat(orphan.getFile("x").mkdir()).isFalse();
    }

    @Test
    void changesTheWorkingDirectoryToDirectoriesOnly() throws Exception {
        assertThat(view.changeWorkingDirectory("inside")).isTrue();
        assertThat(view.changeWorkingDirectory("a")).isFalse();
        assertThat(view.changeWorkingDirectory("missing")).isFalse();
        assertThat(view.getWorkingDirectory().getAbsolutePath()).isEqualTo("/inside");
        assertThat(view.getFile("../inside")).isEqualTo(view.getWorkingDirectory());
        assertThat(view.getFile("a")).isNotEqualTo(view.getWorkingDirectory());
    }
}
