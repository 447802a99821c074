package org.ephemeralftp.server.junit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.ServerConfigBuilder;
import org.ephemeralftp.server.control.SessionObserver;
import org.ephemeralftp.server.faults.Faults;
import org.ephemeralftp.server.lease.LeaseObserver;
import org.ephemeralftp.server.ports.PortSet;
import org.ephemeralftp.server.users.LoginLimits;
import org.ephemeralftp.server.users.PasswordHash;

/**
 * A running FTP server as a test needs it: on the loopback address and a free port, with an account to log in with, and
 * with an empty home in memory into which the test puts files and from which it reads what clients left.
 *
 * <p>A test gets one from {@link EphemeralFtpExtension}, or from {@link #start()} without JUnit. What clients did is
 * remembered until the server is closed. File names are those that clients use. Methods that touch files throw
 * {@link UncheckedIOException}.
 *
 * <p>Unlike other servers, this one lets nobody wait and bans nobody for wrong passwords. A test of that gives
 * {@link ServerConfigBuilder#logins} other limits.
 */
public final class TestFtpServer implements AutoCloseable {
    /** The name and the password of the account that is always there, which may read and write. */
    private static final String ACCOUNT = "test";

    /** Of the lowest cost, since nobody is kept out and each test logs in. */
    private static final PasswordHash HASH =
            PasswordHash.parse("$2b$04$abcdefghijklmnopqrstuuoD8yw7MmybLKVooaTGGZAt3HXugv2.a");

    /** Among the dynamic ports, the ones that Linux does not give to its own connections. */
    private static final String PASSIVE_PORTS = "61000-65535";

    /** Known by its identity: whoever wants this very directory names another path that leads there. */
    private static final Path IN_MEMORY = Path.of("a-home-in-memory");

    private final EphemeralFtpServer server;
    private final TestHome home;
    private final Recorder recorder = new Recorder();

    private TestFtpServer(EphemeralFtpServer server, TestHome home) {
        this.server = server;
        this.home = home;
        server.observe((LeaseObserver) recorder);
        server.observe((SessionObserver) recorder);
    }

    /** A server that needs no configuration. */
    public static TestFtpServer start() {
        return start(UnaryOperator.identity());
    }

    /**
     * A server that is configured further.
     *
     * @param configuration changes the builder, which has a free control port on the loopback address, the passive ports
     *     61000-65535, a home in memory, the account {@code test}, and no penalties for failed logins
     * @throws IllegalArgumentException if the configuration contradicts itself
     * @throws IllegalStateException if a home in memory is wanted and jimfs is not among the dependencies
     */
    public static TestFtpServer start(UnaryOperator<ServerConfigBuilder> configuration) {
        ServerConfigBuilder builder = configuration.apply(EphemeralFtpServer.builder()
                .bindAddress(InetAddress.getLoopbackAddress())
                .port(0)
                .passivePorts(PASSIVE_PORTS)
                .home(IN_MEMORY)
                .logins(LoginLimits.defaults().withoutPenalties())
                .user(ACCOUNT, HASH));
        Path configured = builder.build().home();
        TestHome home = configured == IN_MEMORY ? TestHome.inMemory() : TestHome.of(configured);
        try {
            return new TestFtpServer(builder.home(home.root()).start(), home);
        } catch (IOException e) {
            home.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            home.close();
            throw e;
        }
    }

    /** Where clients connect to. */
    public String host() {
        return server.address().getAddress().getHostAddress();
    }

    /** The control port. */
    public int port() {
        return server.port();
    }

    /** Whom to log in as. */
    public String user() {
        return ACCOUNT;
    }

    /** What to log in with. */
    public String password() {
        return ACCOUNT;
    }

    /** All four in one, {@code ftp://test:test@127.0.0.1:PORT/}. */
    public String url() {
        String host = host().contains(":") ? "[" + host() + "]" : host();
        return "ftp://" + user() + ":" + password() + "@" + host + ":" + port() + "/";
    }

    /** The passive ports: where data connections of the modes PASV and EPSV can go. */
    public PortSet ports() {
        return server.ports();
    }

    /** The port of each lease of a passive port, in their order: those that clients were told. */
    public List<Integer> leasedPorts() {
        return recorder.leasedPorts();
    }

    /** Every command clients have sent, in the order of arrival. */
    public List<ReceivedCommand> commands() {
        return recorder.commands();
    }

    /** Every command with this verb. */
    public List<ReceivedCommand> commands(String verb) {
        return commands().stream()
                .filter(command -> command.verb().equalsIgnoreCase(verb))
                .toList();
    }

    /** Puts a file into the home, and the directories it needs, or replaces it. */
    public void put(String path, String text) {
        put(path, text.getBytes(UTF_8));
    }

    /** As {@link #put(String, String)}. */
    public void put(String path, byte[] content) {
        home.put(path, content);
    }

    /** What a file has in it, as UTF-8. */
    public String text(String path) {
        return new String(bytes(path), UTF_8);
    }

    /** What a file has in it. */
    public byte[] bytes(String path) {
        return home.read(path);
    }

    /** The paths of all files, sorted. */
    public List<String> files() {
        return home.files();
    }

    /** The file or directory itself, for everything else; it may be missing. */
    public Path path(String path) {
        return home.file(path);
    }

    /** What the server is to do wrong. */
    public Faults faults() {
        return server.faults();
    }

    /** The server itself, for everything else. */
    public EphemeralFtpServer server() {
        return server;
    }

    /** Stops the server; what was in memory is gone. */
    @Override
    public void close() {
        try (home) {
            server.close();
        }
    }
}
