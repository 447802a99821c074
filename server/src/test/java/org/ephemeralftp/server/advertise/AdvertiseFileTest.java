package org.ephemeralftp.server.advertise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.ephemeralftp.server.ports.PortSet;

class AdvertiseFileTest {
    private static final PortSet PORTS = PortSet.range(50000, 50003);

    @TempDir
    private Path directory;

    private Path path;
    private AdvertiseFile file;

    @BeforeEach
    void create() {
        path = directory.resolve("rules");
        file = new AdvertiseFile(path, PORTS);
    }

    private static List<String> texts(AdvertiseRules rules) {
        return rules.list().stream().map(AdvertiseRule::toString).toList();
    }

    private Optional<AdvertiseRules> look() {
        return file.readIfChanged(AdvertiseRules.NONE);
    }

    @Test
    void blank_lines_comments_and_line_ends_of_every_kind_are_allowed() throws IOException {
        Files.writeString(
                path, "\uFEFF# who is inside\r\n10.0.0.0/8=10.1.2.3 # the router\n\n  \t\r\nh/50000=32771\r\n#end");
        assertThat(texts(file.read(AdvertiseRules.NONE))).containsExactly("10.0.0.0/8=10.1.2.3", "h/50000=32771");
    }

    @Test
    void its_rules_come_after_the_others_and_may_be_none() throws IOException {
        AdvertiseRules before = AdvertiseRules.of(List.of(AdvertiseRule.parse("10.0.0.0/8=first")), PORTS);
        Files.writeString(path, "second\n");
        assertThat(texts(file.read(before))).containsExactly("10.0.0.0/8=first", "second");
        Files.writeString(path, "");
        assertThat(texts(file.read(before))).containsExactly("10.0.0.0/8=first");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "# one;;what is this?        | line 3: 'what is this?' is not an advertise rule",
                "10.0.0.0/8=g;h/50004=1      | line 2: The advertise rule 'h/50004=1' cannot work: port 50004",
                "h;10.0.0.0/8=g              | line 2: The advertise rule '10.0.0.0/8=g' cannot work: its clients",
                "h/50000=1,50001=1           | line 1: The advertise rule 'h/50000=1,50001=1' cannot work: two ports",
                "127.0.0.1=g                 | line 1: The advertise rule '127.0.0.1/32=g' cannot work: its clients",
            })
    void a_wrong_line_is_named(String lines, String message) throws IOException {
        Files.write(path, List.of(lines.split(";", -1)));
        AdvertiseRules before = AdvertiseRules.of(List.of(AdvertiseRule.parse("127.0.0.0/8=first")), PORTS);
        assertThatThrownBy(() -> file.read(before))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(path + ", " + message);
    }

    @Test
    void what_cannot_be_read_is_named() throws IOException {
        assertThatThrownBy(() -> file.read(AdvertiseRules.NONE)).hasMessageContaining(path + ": there is no such file");
        AdvertiseFile folder = new AdvertiseFile(directory, PORTS);
        assertThatThrownBy(() -> folder.read(AdvertiseRules.NONE)).hasMessageContaining("not a regular file");
        Files.write(path, new byte[300 * 1024]);
        assertThatThrownBy(() -> file.read(AdvertiseRules.NONE)).hasMessageContaining("longer than 256 KiB");
    }

    @Test
    void a_change_is_taken_when_it_was_seen_twice_and_then_not_again() throws IOException {
        Files.writeString(path, "one");
        file.read(AdvertiseRules.NONE);
        assertThat(look()).isEmpty();
        Files.writeString(path, "tw");
        assertThat(look()).as("it may be half written").isEmpty();
        Files.writeString(path, "two");
        assertThat(look()).as("it is another one now").isEmpty();
        assertThat(look()).hasValueSatisfying(rules -> assertThat(texts(rules)).containsExactly("two"));
        assertThat(look()).isEmpty();
    }

    /** The same length and the same time: only the content tells. */
    @Test
    void a_change_in_place_is_seen_whatever_the_clock_says() throws IOException {
        Files.writeString(path, "one");
        FileTime time = Files.getLastModifiedTime(path);
        file.read(AdvertiseRules.NONE);
        Files.writeString(path, "two");
        Files.setLastModifiedTime(path, time);
        look();
        assertThat(look()).hasValueSatisfying(rules -> assertThat(texts(rules)).containsExactly("two"));
    }

    @Test
    void a_file_that_is_replaced_by_a_rename_is_seen() throws IOException {
        Files.writeString(path, "one");
        file.read(AdvertiseRules.NONE);
        Path next = Files.writeString(directory.resolve("next"), "two");
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
        look();
        assertThat(look()).hasValueSatisfying(rules -> assertThat(texts(rules)).containsExactly("two"));
    }

    /** As Kubernetes brings a ConfigMap up to date: the file is a link through a link to a directory that is replaced. */
    @Test
    void a_link_that_is_turned_to_another_directory_is_seen() throws IOException {
        Files.writeString(Files.createDirectory(directory.resolve("..1")).resolve("rules"), "one");
        Files.writeString(Files.createDirectory(directory.resolve("..2")).resolve("rules"), "two");
        Path data = Files.createSymbolicLink(directory.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(path, Path.of("..data/rules"));
        assertThat(texts(file.read(AdvertiseRules.NONE))).containsExactly("one");
        Files.move(
                Files.createSymbolicLink(directory.resolve("..tmp"), Path.of("..2")),
                data,
                StandardCopyOption.ATOMIC_MOVE);
        look();
        assertThat(look()).hasValueSatisfying(rules -> assertThat(texts(rules)).containsExactly("two"));
    }

    @Test
    void what_became_wrong_is_told_once_for_each_change() throws IOException {
        Files.writeString(path, "one");
        file.read(AdvertiseRules.NONE);
        Files.writeString(path, "one\n???");
        look();
        assertThatThrownBy(this::look).hasMessageContaining("line 2");
        assertThat(look()).isEmpty();
        Files.delete(path);
        look();
        assertThatThrownBy(this::look).hasMessageContaining("no such file");
        assertThat(look()).isEmpty();
        Files.writeString(path, "one");
        look();
        assertThat(look()).hasValueSatisfying(rules -> assertThat(texts(rules)).containsExactly("one"));
    }
}
