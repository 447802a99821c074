package org.ephemeralftp.server.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import org.apache.ftpserver.ftplet.FileSystemView;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.users.Access;
import org.ephemeralftp.server.users.Account;

class HomeFileTest {

    private static final long NOON = 1_750_000_000_000L;

    @TempDir
    private Path home;

    private FileSystemView view;
    private FileSystemView readOnlyView;

    @BeforeEach
    void logIn() throws FtpException {
        view = view(Access.READ_WRITE);
        readOnlyView = view(Access.READ_ONLY);
    }

    private FileSystemView view(Access access) throws FtpException {
        return new HomeFileSystem(user -> home).createFileSystemView(new Account("u", home, access, true));
    }

    private HomeFile file(String name) throws FtpException {
        return (HomeFile) view.getFile(name);
    }

    private HomeFile readOnly(String name) throws FtpException {
        return (HomeFile) readOnlyView.getFile(name);
    }

    private String content(String name) throws IOException {
        return Files.readString(home.resolve(name));
    }

    @Test
    void describesAFile() throws Exception {
        Path path = Files.writeString(home.resolve("a.txt"), "12345");
        Files.setLastModifiedTime(path, FileTime.fromMillis(NOON));
        HomeFile file = file("a.txt");

        assertThat(file.getAbsolutePath()).isEqualTo("/a.txt");
        assertThat(file.getName()).isEqualTo("a.txt");
        assertThat(file.doesExist()).isTrue();
        assertThat(file.isFile()).isTrue();
        assertThat(file.isDirectory()).isFalse();
        assertThat(file.isReadable()).isTrue();
        assertThat(file.isWritable()).isTrue();
        assertThat(file.isRemovable()).isTrue();
        assertThat(file.getSize()).isEqualTo(5);
        assertThat(file.getLastModified()).isEqualTo(NOON);
        assertThat(file.getLinkCount()).isEqualTo(1);
        assertThat(file.getPhysicalFile()).isEqualTo(path.toRealPath());
        assertThat(file.listFiles()).isNull();
    }

    @Test
    void tellsOwnerAndGroupOfThisFileSystem() throws Exception {
        Path path = Files.writeString(home.resolve("a"), "");
        PosixFileAttributes posix = Files.readAttributes(path, PosixFileAttributes.class);

        assertThat(file("a").getOwnerName()).isEqualTo(posix.owner().getName());
        assertThat(file("a").getGroupName()).isEqualTo(posix.group().getName());
        assertThat(file("missing").getOwnerName()).isEqualTo("user");
        assertThat(file("missing").getGroupName()).isEqualTo("group");
    }

    @Test
    void describesAFileThatDoesNotExist() throws Exception {
        HomeFile file = file("missing");

        assertThat(file.doesExist()).isFalse();
        assertThat(file.isFile()).isFalse();
        assertThat(file.isDirectory()).isFalse();
        assertThat(file.isReadable()).isFalse();
        assertThat(file.isWritable()).isTrue();
        assertThat(file.getSize()).isZero();
        assertThat(file.getLastModified()).isZero();
        assertThat(file("missing/b").isWritable()).isFalse();
    }

    @Test
    void listsAllChildrenInOrderDotfilesToo() throws Exception {
        Files.writeString(home.resolve("b"), "");
        Files.writeString(home.resolve("C"), "");
        Files.createDirectory(home.resolve("a"));
        Files.writeString(home.resolve(".profile"), "");

        assertThat(file("/").listFiles())
                .extracting(HomeFile::getAbsolutePath)
                .containsExactly("/.profile", "/C", "/a", "/b");
        assertThat(file("/").listFiles()).noneMatch(HomeFile::isHidden);
        assertThat(file("a").listFiles()).isEmpty();
    }

    @Test
    void readsFromAnOffset() throws Exception {
        Files.writeString(home.resolve("a"), "0123456789");

        try (InputStream all = file("a").createInputStream(0);
                InputStream tail = file("a").createInputStream(7);
                InputStream nothing = file("a").createInputStream(10)) {
            assertThat(all).hasContent("0123456789");
            assertThat(tail).hasContent("789");
            assertThat(nothing).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 6, Long.MAX_VALUE})
    void refusesOffsetsOutsideTheFile(long offset) throws Exception {
        Files.writeString(home.resolve("a"), "12345");

        assertThatThrownBy(() -> file("a").openForReading(offset))
                .isInstanceOf(IOException.class)
                .hasMessage("/a: offset %d is outside the file, which has 5 bytes", offset);
        assertThatThrownBy(() -> file("a").openForWriting(offset)).hasMessageContaining("has 5 bytes");
        assertThatThrownBy(() -> file("new").openForWriting(1)).hasMessageContaining("has 0 bytes");
        assertThat(home.resolve("new")).doesNotExist();
        assertThat(content("a")).isEqualTo("12345");
    }

    @Test
    void writingAtTheStartReplacesWhatWasThere() throws Exception {
        Files.writeString(home.resolve("a"), "0123456789");

        try (OutputStream out = file("a").createOutputStream(0)) {
            out.write("new".getBytes(UTF_8));
        }

        assertThat(content("a")).isEqualTo("new");
    }

    @Test
    void writingAtAnOffsetKeepsTheRest() throws Exception {
        Files.writeString(home.resolve("a"), "0123456789");

        try (FileChannel channel = file("a").openForWriting(4)) {
            channel.write(ByteBuffer.wrap("ab".getBytes(UTF_8)));
        }
        try (FileChannel channel = file("a").openForWriting(10)) {
            channel.write(ByteBuffer.wrap("end".getBytes(UTF_8)));
        }

        assertThat(content("a")).isEqualTo("0123ab6789end");
    }

    @Test
    void saysWhyAFileCannotBeOpened() throws Exception {
        Files.createDirectory(home.resolve("d"));

        assertThatThrownBy(() -> file("missing").openForReading(0))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage("/missing: no such file");
        assertThatThrownBy(() -> file("d").openForReading(0)).hasMessage("/d: is a directory");
        assertThatThrownBy(() -> file("d").openForWriting(0)).hasMessage("/d: is a directory");
        assertThatThrownBy(() -> file("missing/a").openForWriting(0))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage("/missing/a: no such file or directory");
        assertThatThrownBy(() -> readOnly("a").openForWriting(0))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessage("/a: this account must not write here");
    }

    @Test
    void neverOpensAPipe() throws Exception {
        Process mkfifo = new ProcessBuilder("mkfifo", home.resolve("p").toString()).start();
        assertThat(mkfifo.waitFor()).isZero();

        assertThat(file("p").isFile()).isFalse();
        assertThatThrownBy(() -> file("p").openForReading(0)).hasMessage("/p: is not a regular file");
        assertThatThrownBy(() -> file("p").openForWriting(0)).hasMessage("/p: is not a regular file");
    }

    @Test
    void makesDeletesAndMoves() throws Exception {
        assertThat(file("d").mkdir()).isTrue();
        assertThat(file("d").mkdir()).isFalse();
        assertThat(file("x/y").mkdir()).isFalse();
        Files.writeString(home.resolve("a"), "a");

        assertThat(file("a").move(file("d/b"))).isTrue();
        assertThat(content("d/b")).isEqualTo("a");
        assertThat(file("a").move(file("d/c"))).isFalse();
        assertThat(file("d").delete()).isFalse();
        assertThat(file("d/b").delete()).isTrue();
        assertThat(file("d").delete()).isTrue();
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void movingReplacesNothing() throws Exception {
        Files.writeString(home.resolve("a"), "a");
        Files.writeString(home.resolve("b"), "b");

        assertThat(file("a").move(file("b"))).isFalse();

        assertThat(content("a")).isEqualTo("a");
        assertThat(content("b")).isEqualTo("b");
    }

    @Test
    void theRootCanNotBeRemovedOrMoved() throws Exception {
        assertThat(file("/").isRemovable()).isFalse();
        assertThat(file("/").delete()).isFalse();
        assertThat(file("/").move(file("/x"))).isFalse();
        assertThat(home).exists();
    }

    @Test
    void setsTheTimeOfAFileThatIsThere() throws Exception {
        Files.writeString(home.resolve("a"), "");

        assertThat(file("a").setLastModified(NOON)).isTrue();
        assertThat(file("a").getLastModified()).isEqualTo(NOON);
        assertThat(file("missing").setLastModified(NOON)).isFalse();
    }

    @Test
    void aReadOnlyAccountChangesNothing() throws Exception {
        Path path = Files.writeString(home.resolve("a"), "old");
        FileTime before = Files.getLastModifiedTime(path);

        assertThat(readOnly("a").isReadable()).isTrue();
        assertThat(readOnly("a").isWritable()).isFalse();
        assertThat(readOnly("new").isWritable()).isFalse();
        assertThat(readOnly("a").isRemovable()).isFalse();
        assertThat(readOnly("/").listFiles()).noneMatch(FtpFile::isWritable);
        assertThat(readOnly("a").setLastModified(NOON)).isFalse();
        assertThat(readOnly("a").delete()).isFalse();
        assertThat(readOnly("a").move(readOnly("b"))).isFalse();
        assertThat(readOnly("d").mkdir()).isFalse();
        assertThatThrownBy(() -> readOnly("a").createOutputStream(0)).isInstanceOf(IOException.class);

        assertThat(home).isDirectoryNotContaining(p -> !p.equals(path));
        assertThat(content("a")).isEqualTo("old");
        assertThat(Files.getLastModifiedTime(path)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "\0", "\uD800", "a/\0/b"})
    void aNameTheFileSystemCannotHaveIsNoFile(String name) throws Exception {
        HomeFile file = file(name);

        assertThat(file.doesExist()).isFalse();
        assertThat(file.isWritable()).isFalse();
        assertThat(file.isRemovable()).isFalse();
        assertThat(file.mkdir()).isFalse();
        assertThat(file.delete()).isFalse();
        assertThat(file.listFiles()).isNull();
        assertThat(file.getPhysicalFile()).isNull();
        assertThat(view.changeWorkingDirectory(name)).isFalse();
        assertThatThrownBy(() -> file.openForReading(0)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> file.openForWriting(0)).isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"with blank", "quo\"te", "back\\slash", "-rf", "*", "~", "...", "a:b", "%s"})
    void oddNamesAreOnlyNames(String name) throws Exception {
        try (OutputStream out = file(name).createOutputStream(0)) {
            out.write('x');
        }

        assertThat(file("/").listFiles()).extracting(HomeFile::getName).containsExactly(name);
        assertThat(file(name).getSize()).isEqualTo(1);
        assertThat(file(name).delete()).isTrue();
    }

    @Test
    void aNameThatIsTooLongIsRefusedWithAReason() throws Exception {
        assertThatThrownBy(() -> file("x".repeat(300)).openForWriting(0))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("too long")
                .hasMessageNotContaining(home.toString());
    }
}
