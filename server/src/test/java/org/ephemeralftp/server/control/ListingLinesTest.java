package org.ephemeralftp.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.parser.MLSxEntryParser;
import org.apache.commons.net.ftp.parser.UnixFTPEntryParser;
import org.apache.ftpserver.ftplet.FtpException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.ephemeralftp.server.control.MlsdLine.Fact;
import org.ephemeralftp.server.files.HomeEntry;
import org.ephemeralftp.server.files.HomeFile;
import org.ephemeralftp.server.files.HomeFileSystem;
import org.ephemeralftp.server.files.HomeListing;
import org.ephemeralftp.server.users.Access;
import org.ephemeralftp.server.users.Account;

/** The lines that LIST and MLSD write, for real files. */
class ListingLinesTest {
    private static final Instant NOW = Instant.parse("2024-07-15T12:00:00Z");

    @TempDir
    private Path home;

    @BeforeEach
    void fill() throws IOException {
        Files.write(home.resolve("file"), new byte[1234]);
        Files.createDirectory(home.resolve("sub"));
    }

    private String line(LineFormat format, Access access, String name) throws IOException, FtpException {
        Account account = new Account("u", home, access, true);
        HomeFile root = (HomeFile)
                new HomeFileSystem(user -> home).createFileSystemView(account).getHomeDirectory();
        try (HomeListing listing = root.openListing(name::equals, HomeListing.Detail.WITH_OWNERS)) {
            HomeEntry entry = Objects.requireNonNull(listing.next());
            assertThat(listing.next()).isNull();
            StringBuilder line = new StringBuilder();
            format.append(entry, line);
            return line.toString();
        }
    }

    private String list(Access access, String name) throws IOException, FtpException {
        return line(new ListLine(NOW.toEpochMilli(), ZoneOffset.UTC), access, name);
    }

    private void setTime(String name, String time) throws IOException {
        Files.setLastModifiedTime(home.resolve(name), FileTime.from(Instant.parse(time)));
    }

    @Test
    void list_tells_what_ls_tells() throws Exception {
        setTime("file", "2024-07-04T03:09:59Z");
        setTime("sub", "1999-12-31T23:59:59Z");
        PosixFileAttributes attributes = Files.readAttributes(home.resolve("file"), PosixFileAttributes.class);
        String owner = attributes.owner().getName() + " " + attributes.group().getName();
        assertThat(list(Access.READ_WRITE, "file"))
                .isEqualTo("-rw-------   1 " + owner + "         1234 Jul  4 03:09 file");
        assertThat(list(Access.READ_ONLY, "file")).startsWith("-r--------   1 ");
        assertThat(list(Access.READ_WRITE, "sub"))
                .matches("drwx------   \\d+ " + owner + "            0 Dec 31  1999 sub");
        assertThat(list(Access.READ_ONLY, "sub")).startsWith("dr-x------   ");
    }

    @Test
    void list_counts_links() throws Exception {
        Files.createLink(home.resolve("other"), home.resolve("file"));
        assertThat(list(Access.READ_WRITE, "other")).startsWith("-rw-------   2 ");
    }

    /** Half a year and the future are told by the year: a client would take a date without one for the past. */
    @ParameterizedTest
    @CsvSource({
        "2024-07-15T12:00:00Z, Jul 15 12:00",
        "2024-07-15T12:00:01Z, Jul 15  2024",
        "2024-01-14T12:00:01Z, Jan 14 12:00",
        "2024-01-14T12:00:00Z, Jan 14  2024",
        "1969-12-31T23:59:59Z, Dec 31  1969",
        "0012-03-04T00:00:00Z, Mar  4  0012",
    })
    void times_have_a_minute_or_a_year(String time, String expected) {
        StringBuilder line = new StringBuilder();
        FileTimes.appendUnix(Instant.parse(time).toEpochMilli(), NOW.toEpochMilli(), ZoneOffset.UTC.getRules(), line);
        assertThat(line).hasToString(expected);
    }

    @Test
    void times_are_those_of_the_zone() {
        StringBuilder line = new StringBuilder();
        FileTimes.appendUnix(
                Instant.parse("2024-07-14T23:30:00Z").toEpochMilli(),
                NOW.toEpochMilli(),
                ZoneId.of("Europe/Vienna").getRules(),
                line);
        assertThat(line).hasToString("Jul 15 01:30");
    }

    @ParameterizedTest
    @CsvSource({"-9223372036854775808, Jan  2  0000", "9223372036854775807, Dec 30  9999"})
    void times_out_of_all_bounds_keep_their_columns(long millis, String expected) {
        StringBuilder line = new StringBuilder();
        FileTimes.appendUnix(millis, NOW.toEpochMilli(), ZoneOffset.UTC.getRules(), line);
        assertThat(line).hasToString(expected);
    }

    @Test
    void months_are_english_whatever_the_machine_speaks() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        try {
            StringBuilder line = new StringBuilder();
            FileTimes.appendUnix(0, NOW.toEpochMilli(), ZoneOffset.UTC.getRules(), line);
            FileTimes.appendUtc(0, line);
            assertThat(line).hasToString("Jan  1  197019700101000000.000");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void a_name_stays_in_its_line() throws Exception {
        String name = "a\r\nb\tc\u001b[31m\u0085d";
        Files.createFile(home.resolve(name));
        assertThat(list(Access.READ_ONLY, name)).endsWith(" a??b?c?[31m?d");
        StringBuilder line = new StringBuilder();
        EntryName.appendInOneLine(name, line);
        assertThat(line).hasToString("a??b\tc\u001b[31m\u0085d");
        assertThat(line(new MlsdLine(MlsdLine.UNASKED), Access.READ_ONLY, name)).isEmpty();
    }

    @Test
    void mlsd_tells_the_facts_that_were_selected() throws Exception {
        setTime("file", "2024-07-04T03:09:08.007Z");
        assertThat(line(new MlsdLine(MlsdLine.UNASKED), Access.READ_ONLY, "file"))
                .isEqualTo("Size=1234;Modify=20240704030908.007;Type=file; file");
        assertThat(line(new MlsdLine(EnumSet.of(Fact.TYPE, Fact.SIZE)), Access.READ_ONLY, "file"))
                .isEqualTo("Size=1234;Type=file; file");
        assertThat(line(new MlsdLine(Set.of()), Access.READ_ONLY, "sub")).isEqualTo(" sub");
    }

    @ParameterizedTest
    @CsvSource({
        "file, ro, r",
        "file, rw, rawdf",
        "sub, ro, el",
        "sub, rw, cmpeldf",
    })
    void mlsd_tells_what_the_account_may_do(String name, Access access, String permissions) throws Exception {
        assertThat(line(new MlsdLine(Set.of(Fact.PERM)), access, name)).isEqualTo("Perm=" + permissions + "; " + name);
    }

    @Test
    void commons_net_reads_both() throws Exception {
        setTime("file", "2021-02-03T04:05:06Z");
        FTPFile listed = new UnixFTPEntryParser().parseFTPEntry(list(Access.READ_WRITE, "file"));
        assertThat(listed.getName()).isEqualTo("file");
        assertThat(listed.getSize()).isEqualTo(1234);
        assertThat(listed.isFile()).isTrue();
        assertThat(listed.getTimestamp().toInstant().toString()).startsWith("2021-02-03");
        FTPFile facts = MLSxEntryParser.parseEntry(line(new MlsdLine(MlsdLine.UNASKED), Access.READ_WRITE, "file"));
        assertThat(facts.getTimestampInstant()).isEqualTo(Instant.parse("2021-02-03T04:05:06Z"));
        assertThat(List.of(facts.getName(), facts.getSize(), facts.isFile())).containsExactly("file", 1234L, true);
    }
}
