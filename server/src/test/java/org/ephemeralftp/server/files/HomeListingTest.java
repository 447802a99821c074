package org.ephemeralftp.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.ftpserver.ftplet.FtpException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.ephemeralftp.server.testing.WatchedFileSystem;
import org.ephemeralftp.server.users.Access;
import org.ephemeralftp.server.users.Account;

/** The entries of a directory, one at a time. */
class HomeListingTest {
    @TempDir
    private Path home;

    @TempDir
    private Path outside;

    private WatchedFileSystem watched;

    @BeforeEach
    void fill() throws IOException {
        watched = new WatchedFileSystem(home);
        Files.createDirectory(home.resolve("dir"));
        Files.writeString(home.resolve("dir/one"), "1");
        Files.writeString(home.resolve("dir/two"), "22");
        Files.createSymbolicLink(home.resolve("dir/inside"), home.resolve("dir/two"));
        Files.createSymbolicLink(home.resolve("dir/outside"), outside);
        Files.createSymbolicLink(home.resolve("dir/nowhere"), home.resolve("missing"));
    }

    private HomeFile file(String path, Access access) throws FtpException {
        Account account = new Account("u", home, access, true);
        return (HomeFile) new HomeFileSystem(user -> watched.watch(home))
                .createFileSystemView(account)
                .getFile(path);
    }

    private HomeListing open(String path) throws IOException, FtpException {
        return file(path, Access.READ_WRITE).openListing(name -> true, HomeListing.Detail.WITH_OWNERS);
    }

    private static List<HomeEntry> entries(HomeListing listing) throws IOException {
        List<HomeEntry> entries = new ArrayList<>();
        for (HomeEntry entry = listing.next(); entry != null; entry = listing.next()) {
            entries.add(entry);
        }
        return entries;
    }

    @Test
    void links_that_stay_inside_are_what_they_lead_to_and_others_are_left_out() throws Exception {
        try (HomeListing listing = open("dir")) {
            assertThat(listing.isOfDirectory()).isTrue();
            assertThat(watched.openDirectories()).isEqualTo(1);
            assertThat(entries(listing))
                    .extracting(entry -> entry.name() + " " + entry.size())
                    .containsExactly("inside 2", "one 1", "two 2");
        }
        assertThat(watched.openDirectories()).isZero();
    }

    @Test
    void only_wanted_names_are_looked_at() throws Exception {
        try (HomeListing listing =
                file("dir", Access.READ_ONLY).openListing("two"::equals, HomeListing.Detail.WITH_OWNERS)) {
            assertThat(entries(listing)).extracting(HomeEntry::name).containsExactly("two");
        }
    }

    @Test
    void a_file_is_its_own_only_entry() throws Exception {
        for (String path : List.of("dir/two", "dir/inside")) {
            try (HomeListing listing =
                    file(path, Access.READ_WRITE).openListing(name -> false, HomeListing.Detail.WITH_OWNERS)) {
                assertThat(listing.isOfDirectory()).isFalse();
                HomeEntry entry = entries(listing).get(0);
                assertThat("dir/" + entry.name()).isEqualTo(path);
                assertThat(entry.size()).isEqualTo(2);
                assertThat(entry.isRegularFile()).isTrue();
                assertThat(watched.openDirectories()).isZero();
            }
        }
    }

    @Test
    void owners_are_told_by_name() throws Exception {
        PosixFileAttributes attributes = Files.readAttributes(home.resolve("dir/one"), PosixFileAttributes.class);
        try (HomeListing listing = open("dir")) {
            assertThat(entries(listing)).allSatisfy(entry -> {
                assertThat(entry.owner()).isEqualTo(attributes.owner().getName());
                assertThat(entry.group()).isEqualTo(attributes.group().getName());
                assertThat(entry.linkCount()).isEqualTo(1);
            });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"READ", "WRITE"})
    void what_the_file_system_forbids_is_told(AccessMode forbidden) throws Exception {
        try (HomeListing listing = open("dir/one")) {
            watched.forbid(forbidden);
            HomeEntry entry = Objects.requireNonNull(listing.next());
            assertThat(entry.isReadable()).isEqualTo(forbidden != AccessMode.READ);
            assertThat(entry.isWritable()).isEqualTo(forbidden != AccessMode.WRITE);
            assertThat(entry.isRemovable()).isEqualTo(forbidden != AccessMode.WRITE);
        }
    }

    /** A directory may have very many files, and the question is a system call. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "nowhere else is it known who the server's user is")
    void what_may_be_done_with_files_is_asked_once_for_all_that_are_alike() throws Exception {
        for (int i = 0; i < 50; i++) {
            Files.setPosixFilePermissions(
                    Files.createFile(home.resolve("dir/alike" + i)), PosixFilePermissions.fromString("rw-rw-r--"));
        }
        assertThat(accessChecks("alike")).isOne();
        Files.setPosixFilePermissions(home.resolve("dir/alike7"), PosixFilePermissions.fromString("rw-------"));
        assertThat(accessChecks("alike")).isEqualTo(2);
        Files.createDirectory(home.resolve("dir/alike-directory"));
        Files.createDirectory(home.resolve("dir/alike-directory-too"));
        assertThat(accessChecks("alike")).isEqualTo(4);
    }

    /** The bits of others say nothing where an access control list may. */
    @Test
    void what_may_be_done_with_files_of_others_is_asked_for_each_whose_group_may_do_something() throws Exception {
        for (String name : List.of("other1", "other2", "other3")) {
            Path file = Files.createFile(home.resolve("dir/" + name));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
            try {
                Files.setAttribute(file, "unix:uid", 12345);
            } catch (IOException e) {
                Assumptions.abort("only root can give files away");
            }
        }
        assertThat(accessChecks("other")).isEqualTo(3);
        for (String name : List.of("other1", "other2", "other3")) {
            Files.setPosixFilePermissions(home.resolve("dir/" + name), PosixFilePermissions.fromString("rw----rw-"));
        }
        assertThat(accessChecks("other")).isOne();
    }

    private int accessChecks(String prefix) throws Exception {
        try (HomeListing listing = file("dir", Access.READ_WRITE)
                .openListing(name -> name.startsWith(prefix), HomeListing.Detail.WITH_OWNERS)) {
            int before = watched.accessChecks();
            assertThat(entries(listing)).allMatch(entry -> entry.isReadable() && entry.isWritable());
            return watched.accessChecks() - before;
        }
    }

    @Test
    void what_is_forbidden_for_one_file_is_not_held_to_be_for_another() throws Exception {
        try (HomeListing listing = open("dir")) {
            List<HomeEntry> entries = entries(listing);
            watched.forbid(AccessMode.WRITE);
            assertThat(entries.get(1).isReadable()).isTrue();
            assertThat(entries.get(1).isWritable()).isFalse();
            watched.heal();
            assertThat(entries.get(2).isReadable()).isTrue();
            assertThat(entries.get(2).isWritable()).isTrue();
        }
    }

    @Test
    void what_the_account_must_not_do_is_told() throws Exception {
        try (HomeListing listing =
                file("dir/one", Access.READ_ONLY).openListing(name -> true, HomeListing.Detail.WITH_OWNERS)) {
            HomeEntry entry = Objects.requireNonNull(listing.next());
            assertThat(entry.isReadable()).isTrue();
            assertThat(entry.isWritable()).isFalse();
            assertThat(entry.isRemovable()).isFalse();
        }
    }

    @Test
    void failures_name_the_clients_path_only() throws Exception {
        for (String path : List.of("missing", "dir/outside", "dir/nowhere", "dir/one/more")) {
            assertThatThrownBy(() -> open(path).close())
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessage("/" + path + ": no such file or directory");
        }
        watched.forbid(AccessMode.EXECUTE);
        assertThatThrownBy(() -> open("dir").close())
                .isInstanceOf(AccessDeniedException.class)
                .hasMessage("/dir: permission denied");
        watched.heal();
        watched.failAfter(1);
        try (HomeListing listing = open("dir")) {
            assertThatThrownBy(() -> entries(listing))
                    .isInstanceOf(IOException.class)
                    .hasMessage("/dir: cannot be read to its end");
        }
        assertThat(watched.openDirectories()).isZero();
    }

    @Test
    void a_file_that_goes_meanwhile_is_left_out() throws Exception {
        try (HomeListing listing = open("dir")) {
            // From here on the system has the names, and not what they name.
            assertThat(listing.next()).isNotNull();
            Files.delete(home.resolve("dir/one"));
            Files.delete(home.resolve("dir/two"));
            assertThat(entries(listing)).isEmpty();
        }
    }
}
