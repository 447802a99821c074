package org.ephemeralftp.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A users file that changes under a running server, whose clock stands still unless a test moves it. */
@Timeout(60)
class UsersFileTest {
    private static final String HASH = "$2y$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2";
    private static final Path SERVER_HOME = Path.of("/srv/ftp");

    @TempDir
    private Path directory;

    private Path path;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(UsersFile.class);

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    };

    @BeforeEach
    void listen() {
        path = directory.resolve("users");
        log.start();
        logger.setLevel(Level.WARN);
        logger.addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    private List<String> logged() {
        List<String> messages =
                log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        log.list.clear();
        return messages;
    }

    private static String line(String name) {
        return name + ":" + HASH + "::rw\n";
    }

    private UsersFile file() {
        return new UsersFile(path, SERVER_HOME, Set.of("taken"), clock);
    }

    /** As an editor writes it that truncates first; the file's time is the test's. */
    private void writeInPlace(String text) throws IOException {
        Files.writeString(path, text);
        touched(path);
    }

    /** As 'user' and most editors do it. */
    private void replace(String text) throws IOException {
        Path next = directory.resolve("next");
        Files.deleteIfExists(next);
        Files.createFile(next, PrivateFile.attributes(next));
        Files.writeString(next, text);
        touched(next);
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
    }

    private void touched(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(now));
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void a_file_that_was_replaced_counts_at_once() throws IOException {
        replace(line("a"));
        UsersFile file = file();
        assertThat(file.accounts().names()).containsExactly("a");
        assertThat(file.accounts().find("a"))
                .hasValueSatisfying(entry -> assertThat(entry.account().home()).isEqualTo(SERVER_HOME));

        replace(line("b"));
        assertThat(file.accounts().names()).containsExactly("b");
        assertThat(file.accounts().highestCost()).isEqualTo(5);
        assertThat(logged()).isEmpty();
    }

    @Test
    void a_file_that_is_written_in_place_counts_once_it_was_left_alone_for_a_second() throws IOException {
        replace(line("a") + line("b"));
        UsersFile file = file();
        pass(Duration.ofMinutes(1));

        writeInPlace("");
        assertThat(file.accounts().names()).as("it may be half written").hasSize(2);
        pass(Duration.ofMillis(900));
        writeInPlace(line("c"));
        pass(Duration.ofMillis(900));
        assertThat(file.accounts().names()).hasSize(2);
        pass(Duration.ofMillis(100));
        assertThat(file.accounts().names()).containsExactly("c");
    }

    /** The clocks of many file systems are coarse: the second change has the time and size of the first. */
    @Test
    void a_change_that_the_time_does_not_show_is_seen() throws IOException {
        replace(line("a"));
        UsersFile file = file();
        writeInPlace(line("b"));
        assertThat(file.accounts().names()).containsExactly("b");
        pass(Duration.ofSeconds(2));
        assertThat(file.accounts().names()).containsExactly("b");
    }

    @Test
    void an_unchanged_file_is_not_read_again() throws IOException {
        replace(line("a"));
        pass(Duration.ofMinutes(1));
        UsersFile file = file();
        AccountMap first = file.accounts();
        assertThat(file.accounts()).isSameAs(first);
        replace(line("a"));
        assertThat(file.accounts()).isNotSameAs(first);
    }

    @Test
    void what_became_wrong_leaves_the_accounts_and_is_told_once_for_each_change() throws IOException {
        replace(line("a"));
        UsersFile file = file();

        replace(line("a") + "b:what?\n");
        assertThat(file.accounts().names()).containsExactly("a");
        assertThat(file.accounts().names()).containsExactly("a");
        assertThat(logged())
                .containsExactly("users file " + path + ": line 2: write an account as NAME:HASH:HOME:ACCESS, where "
                        + "ACCESS is rw, ro or rw=/incoming,/pub/in; the accounts stay as they were");

        pass(Duration.ofSeconds(5));
        replace(line("taken"));
        assertThat(file.accounts().names()).containsExactly("a");
        assertThat(logged()).singleElement().asString().contains("user taken is an account already");

        Files.delete(path);
        assertThat(file.accounts().names()).containsExactly("a");
        assertThat(file.accounts().names()).containsExactly("a");
        assertThat(logged())
                .containsExactly("users file " + path + ": there is no such file; the accounts stay as they were");

        replace(line("b"));
        assertThat(file.accounts().names()).containsExactly("b");
        assertThat(logged()).isEmpty();
    }

    @Test
    void a_wrong_file_is_not_read_again_for_each_login() throws IOException {
        replace(line("a"));
        UsersFile file = file();
        replace(line("b").replace(":rw", ":xx"));
        assertThat(file.accounts().names()).containsExactly("a");

        // In the same tick of the clock, so that it looks unchanged.
        writeInPlace(line("b"));
        assertThat(file.accounts().names()).containsExactly("a");
        pass(Duration.ofSeconds(1));
        assertThat(file.accounts().names()).containsExactly("b");
    }

    /** To close a file ends every lock that this process has on it: a reader would let another process edit it too. */
    @Test
    void nobody_reads_it_while_it_is_edited_in_this_process() throws Exception {
        replace(line("a"));
        AtomicReference<Collection<UserLine>> read = new AtomicReference<>(List.of());
        Thread reader = new Thread(() -> {
            try {
                read.set(UsersFile.lines(path));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        new FileEdit(path, Duration.ofSeconds(40)).make(false, content -> {
            reader.start();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> reader.getState() == Thread.State.WAITING || !reader.isAlive());
            return line("b").getBytes(StandardCharsets.UTF_8);
        });
        reader.join(20_000);
        assertThat(read.get()).extracting(UserLine::name).containsExactly("b");
    }

    @Test
    void a_file_without_accounts_is_right_and_worth_a_word() throws IOException {
        replace("# nobody yet\n");
        UsersFile file = file();
        assertThat(file.accounts().names()).isEmpty();
        assertThat(logged()).containsExactly("users file " + path + " has no accounts: nobody can log in by it");
    }

    @Test
    void a_link_that_is_turned_to_another_file_is_seen() throws IOException {
        for (String name : List.of("1", "2")) {
            touched(Files.writeString(
                    Files.createFile(directory.resolve(name), PrivateFile.attributes(directory)), line("u" + name)));
        }
        Files.createSymbolicLink(path, Path.of("1"));
        UsersFile file = file();
        Path next = Files.createSymbolicLink(directory.resolve("next"), Path.of("2"));
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
        assertThat(file.accounts().names()).containsExactly("u2");
    }

    @Test
    void who_lets_everybody_read_it_is_warned_once_for_each_change() throws IOException {
        replace(line("a"));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
        UsersFile file = file();
        file.accounts();
        assertThat(logged())
                .singleElement()
                .asString()
                .startsWith("users file " + path + " can be read by everybody")
                .endsWith(": chmod o-r " + path);

        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
        pass(Duration.ofSeconds(5));
        file.accounts();
        assertThat(logged()).isEmpty();
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
        file.accounts();
        file.accounts();
        assertThat(logged()).hasSize(1);
    }

    @Test
    void a_file_that_cannot_be_read_at_the_start_is_named() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(this::file)
                .withMessage("users file " + path + ": there is no such file");
        Files.createDirectory(path);
        assertThatIllegalArgumentException()
                .isThrownBy(this::file)
                .withMessage("users file " + path + ": it is not a regular file");
        Files.delete(path);
        Files.write(path, line("jörg").getBytes(StandardCharsets.ISO_8859_1), StandardOpenOption.CREATE);
        assertThatIllegalArgumentException()
                .isThrownBy(this::file)
                .withMessage("users file " + path + ": it is not text in UTF-8");
    }

    @Test
    void many_accounts_are_no_burden() throws IOException {
        replace(IntStream.range(0, 10_000).mapToObj(i -> line("user" + i)).collect(Collectors.joining()));
        pass(Duration.ofMinutes(1));
        UsersFile file = file();
        AccountMap read = file.accounts();
        assertThat(read.names()).hasSize(10_000);
        // Were the file read or searched for each of them, this would take minutes.
        for (int i = 0; i < 100_000; i++) {
            assertThat(file.accounts().find("user" + i % 10_000).isPresent()).isTrue();
        }
        assertThat(file.accounts()).isSameAs(read);
    }
}
