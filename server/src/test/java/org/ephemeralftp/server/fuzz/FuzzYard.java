package org.ephemeralftp.server.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.control.SessionObserver;
import org.ephemeralftp.server.control.SessionView;
import org.ephemeralftp.server.lease.LeaseCounts;
import org.ephemeralftp.server.lease.LeaseTotals;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.Machine;
import org.ephemeralftp.server.tls.TlsConfig;
import org.ephemeralftp.server.tls.TlsMode;
import org.ephemeralftp.server.users.Access;
import org.ephemeralftp.server.users.Account;
import org.ephemeralftp.server.users.AccountStore.Entry;
import org.ephemeralftp.server.users.LoginLimits;
import org.ephemeralftp.server.users.PasswordHash;

/** A server with a home, something beside it that is none of any client's business, and a look at what clients left. */
final class FuzzYard implements Closeable {
    private static final String PORTS = "21400-21499";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** In what a client reads this must never be. */
    private static final String SECRET = "what-is-outside-stays-outside";
    /** Of {@code p}, at the lowest cost: a test of thousands of logins is not one of hashes. */
    private static final String HASH = "$2b$04$3wVLIntwALo9FIRDv6vLn.Hsiwy0eokUzq2vrqA0/r2Typ0mMn8Cm";

    private final Path root;
    private final Path home;
    private final EphemeralFtpServer server;
    private final AtomicInteger sessions = new AtomicInteger();
    private final Map<String, String> outside;
    private int descriptors;

    FuzzYard(Path root) throws IOException {
        this.root = root;
        home = Files.createDirectory(root.resolve("home"));
        Path beside = Files.createDirectory(root.resolve(Grammar.OUTSIDE));
        Files.writeString(beside.resolve("secret"), SECRET);
        Files.createDirectory(beside.resolve("dir"));
        outside = outside();
        Entry account = new Entry(new Account("u", home, Access.READ_WRITE, true), PasswordHash.parse(HASH));
        server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts(PORTS)
                .leaseTimeout(Duration.ofSeconds(1))
                .leaseWait(Duration.ofMillis(200))
                .listenerLinger(Duration.ofMillis(50))
                .connectTimeout(Duration.ofSeconds(1))
                .dataTimeout(Duration.ofSeconds(2))
                .maxSessionsPerAddress(500)
                .uploadGrace(Duration.ofMillis(1))
                .uploadSync(false)
                .home(home)
                .anonymous(true)
                .tls(TlsConfig.builder().mode(TlsMode.OPTIONAL).build())
                .logins(LoginLimits.defaults().withoutPenalties())
                .accounts(name -> name.equals("u") ? Optional.of(account) : Optional.empty())
                .start();
        server.observe(new SessionObserver() {
            @Override
            public void opened(SessionView session) {
                sessions.incrementAndGet();
            }

            @Override
            public void closed(SessionView session) {
                sessions.decrementAndGet();
            }
        });
    }

    int port() {
        return server.port();
    }

    /** Makes the home what it is at first. */
    void tidy() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(home)) {
                    Files.delete(path);
                }
            }
        }
        Files.write(home.resolve("file"), "0123456789\r\n".repeat(100).getBytes(UTF_8));
        Files.write(home.resolve("big"), new byte[400_000]);
        Files.write(Files.createDirectories(home.resolve("dir")).resolve("inner"), new byte[10]);
        Files.writeString(home.resolve("with space"), "x");
        Files.writeString(home.resolve("\u00fc"), "x");
        Files.createSymbolicLink(home.resolve("out"), root.resolve(Grammar.OUTSIDE));
    }

    /** No client reads what is outside, or where on this machine it is. */
    void look(String read) {
        if (read.contains(SECRET) || read.contains(root.toString()) || read.contains("root:x:")) {
            throw new AssertionError("The client got to know: " + read);
        }
    }

    /** From now on no more descriptors than there are may be open when nobody is there. */
    void remember() {
        awaitSilence();
        descriptors = Machine.descriptors();
    }

    /** Everybody is gone: so is everything that was theirs, and the next one is served. */
    void assertNothingIsLeft() throws IOException {
        awaitSilence();
        LeaseTotals totals = server.snapshot().totals();
        assertThat(totals.granted()).isEqualTo(totals.endedInAll());
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(Machine.descriptors())
                        .as("open file descriptors")
                        .isLessThanOrEqualTo(descriptors));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(home).isDirectoryNotContaining("glob:**/.ephemeral-ftp"));
        assertThat(outside()).as("what is outside of the home").isEqualTo(outside);
        tidy();
        assertServes();
    }

    private void awaitSilence() {
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(sessions).as("sessions").hasValue(0);
            LeaseCounts counts = server.snapshot().counts();
            assertThat(counts.pending()).as("pending").isZero();
            assertThat(counts.waiting()).as("waiting").isZero();
            assertThat(counts.arrived()).as("arrived").isZero();
            assertThat(counts.connected()).as("connected").isZero();
            assertThat(counts.listening()).as("listening").isZero();
            assertThat(Machine.busyThreads()).as("busy threads").isEmpty();
        });
    }

    private void assertServes() throws IOException {
        byte[] content = new byte[1024];
        content[7] = 7;
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            for (DataMode mode : DataMode.values()) {
                mode.send(control, "STOR good", content);
                assertThat(mode.receive(control, "RETR good")).isEqualTo(content);
            }
            control.expect("DELE good", 250);
            control.expect("QUIT", 221);
        }
    }

    /** Every file and directory beside the home, what is in it and when it was changed; and what is in the root. */
    private Map<String, String> outside() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.filter(path -> !path.startsWith(home) && !path.equals(root))
                    .toList()) {
                found.put(
                        path.toString(),
                        Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS)
                                + (Files.isRegularFile(path) ? Files.readString(path) : ""));
            }
        }
        for (Path directory : List.of(root, Path.of("/").toAbsolutePath())) {
            try (Stream<Path> names = Files.list(directory)) {
                names.forEach(name -> found.putIfAbsent(name.toString(), ""));
            }
        }
        return found;
    }

    @Override
    public void close() {
        server.close();
    }
}
