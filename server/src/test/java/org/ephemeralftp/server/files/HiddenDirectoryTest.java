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
import java.util.stream.Stream;
import org.apache.ftpserver.ftplet.FileSystemView;
import org.apache.ftpserver.ftplet.FtpFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.users.Access;

/** No way leads a client to an upload that is not whole, or lets it make a place where one would be. */
class HiddenDirectoryTest {
    @TempDir
    private Path home;

    private FileSystemView view;

    @BeforeEach
    void layOut() throws Exception {
        Files.createDirectory(home.resolve("d"));
        Files.writeString(home.resolve("a"), "a");
        Files.createSymbolicLink(home.resolve("link"), Path.of(".ephemeral-ftp"));
        Files.createSymbolicLink(home.resolve("d/link"), Path.of("../link"));
        view = UploadTest.view(home, Access.READ_WRITE);
    }

    private HomeFile file(String name) throws Exception {
        return (HomeFile) view.getFile(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".ephemeral-ftp",
                "/.ephemeral-ftp/",
                ".Ephemeral-FTP",
                "d/../.ephemeral-ftp",
                "d/.ephemeral-ftp",
                "d/.EPHEMERAL-FTP/x",
                "link",
                "d/link",
            })
    void it_cannot_be_reached(String name) throws Exception {
        assertUnreachable(name);
        try (Upload upload = file("b").replace()) {
            Path hidden = theUpload();
            Files.createSymbolicLink(home.resolve("upload"), hidden);
            assertUnreachable(name);
            String run = name + "/" + hidden.getName(hidden.getNameCount() - 2);
            assertUnreachable(run);
            assertUnreachable(run + "/" + hidden.getFileName());
            assertUnreachable("upload");
            assertThat(hidden).isEmptyFile();
            assertThat(file("/").listFiles()).extracting(HomeFile::getName).containsExactly("a", "d");
            assertThat(listed("/")).containsExactlyInAnyOrder("a", "d");
            upload.commit();
        }
        assertThat(home.resolve("b")).isEmptyFile();
        assertThat(home.resolve("a")).hasContent("a");
    }

    private List<String> listed(String directory) throws Exception {
        List<String> names = new ArrayList<>();
        try (HomeListing listing = file(directory).openListing(name -> true, HomeListing.Detail.BRIEF)) {
            for (HomeEntry entry = listing.next(); entry != null; entry = listing.next()) {
                names.add(entry.name());
            }
        }
        return names;
    }

    private Path theUpload() throws IOException {
        try (Stream<Path> all = Files.walk(home.resolve(".ephemeral-ftp"))) {
            return all.filter(path -> path.getFileName().toString().startsWith("upload-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void assertUnreachable(String name) throws Exception {
        HomeFile file = file(name);

        assertThat(file.doesExist()).isFalse();
        assertThat(file.isWritable()).isFalse();
        assertThat(file.isRemovable()).isFalse();
        assertThat(file.getPhysicalFile()).isNull();
        assertThat(file.listFiles()).isNull();
        assertThat(file.mkdir()).isFalse();
        assertThat(file.delete()).isFalse();
        assertThat(file.setLastModified(0)).isFalse();
        assertThat(file.move(file("moved"))).isFalse();
        assertThat(file("a").move(file)).isFalse();
        assertThat(view.changeWorkingDirectory(name)).isFalse();
        assertThatThrownBy(() -> file.openForReading(0)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> file.openForWriting(0)).isInstanceOf(IOException.class);
        assertThatThrownBy(file::replace).isInstanceOf(IOException.class);
        assertThatThrownBy(file::append).isInstanceOf(IOException.class);
    }

    /** The name is not the only way to tell: this one differs, and leads there all the same. */
    @Test
    void another_name_of_it_is_known() throws Exception {
        Path hidden = Files.createDirectory(home.resolve(".ephemeral-ftp"));
        Path alias = home.resolve("link");

        assertThat(HiddenDirectory.isOnTheWay(home, alias.resolve("x"))).isTrue();
        assertThat(HiddenDirectory.isOnTheWay(home, home.resolve("d/x"))).isFalse();
        Files.delete(hidden);
        assertThat(HiddenDirectory.isOnTheWay(home, alias.resolve("x"))).isFalse();
    }

    @Test
    void a_file_system_that_folds_case_is_no_way_in() throws Exception {
        List<Configuration> folding = List.of(Configuration.osX(), Configuration.windows());
        for (Configuration configuration : folding) {
            try (FileSystem disk = Jimfs.newFileSystem(configuration)) {
                Path root = disk.getRootDirectories().iterator().next();
                Path folded = Files.createDirectory(root.resolve("home"));
                FileSystemView foldedView = UploadTest.view(folded, Access.READ_WRITE);
                try (Upload upload = ((HomeFile) foldedView.getFile("a")).replace()) {
                    assertThat(upload.open().isOpen()).isTrue();
                    assertThat(folded.resolve(".EPHEMERAL-ftp")).isDirectory();
                    assertThat(foldedView.getFile(".EPHEMERAL-ftp").doesExist()).isFalse();
                    assertThat(foldedView.changeWorkingDirectory(".ephemeral-FTP"))
                            .isFalse();
                    assertThat(foldedView.getHomeDirectory().listFiles()).isEmpty();
                    upload.commit();
                }
                assertThat(names(foldedView)).containsExactly("a");
            }
        }
    }

    private static List<String> names(FileSystemView view) throws Exception {
        List<String> names = new ArrayList<>();
        for (FtpFile file : view.getHomeDirectory().listFiles()) {
            names.add(file.getName());
        }
        return names;
    }

    /** A home in a home: what waits in the inner one is hidden in the outer one too. */
    @Test
    void that_of_an_inner_home_is_hidden_in_the_outer_one() throws Exception {
        FileSystemView inner = UploadTest.view(home.resolve("d"), Access.READ_WRITE);
        try (Upload upload = ((HomeFile) inner.getFile("a")).replace()) {
            assertThat(upload.open().isOpen()).isTrue();
            try (Stream<Path> all = Files.list(home.resolve("d"))) {
                assertThat(all).contains(home.resolve("d/.ephemeral-ftp"));
            }
            assertThat(file("d/.ephemeral-ftp").doesExist()).isFalse();
            assertThat(file("d").listFiles()).isEmpty();
        }
    }
}
