package org.ephemeralftp.docker.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.users.RandomPassword;

/** A server for one tour, with all that is made up for it, and the client that takes the tour. */
final class Demonstration implements AutoCloseable {
    private static final String USER = "demo";

    /** Dynamic ports that Linux does not give to its own connections (RFC 6335, section 6). */
    private static final String PASSIVE_PORTS = "61000-65535";

    private static final String CLIENT = "org.ephemeralftp.client.cli.Main";
    private static final String VARIABLES = "EPHEMERAL_FTP_CLIENT_";
    private static final long END_SECONDS = 10;

    private final Path home;
    private final Thread onExit = new Thread(this::end, "end-of-demonstration");
    private final String password = RandomPassword.generate(new SecureRandom());
    private @Nullable EphemeralFtpServer server;
    private @Nullable Process client;
    private boolean ended;

    private Demonstration(Path home) {
        this.home = home;
    }

    /** Starts the server. What is there is taken away by {@link #close}, and by the end of this program (Ctrl-C). */
    static Demonstration start() throws IOException {
        Demonstration demonstration = new Demonstration(Files.createTempDirectory("ephemeral-ftp-demo"));
        Runtime.getRuntime().addShutdownHook(demonstration.onExit);
        try {
            demonstration.serve();
            return demonstration;
        } catch (IOException | RuntimeException e) {
            demonstration.close();
            throw e;
        }
    }

    private synchronized void serve() throws IOException {
        if (!ended) {
            server = EphemeralFtpServer.builder()
                    .bindAddress(InetAddress.getLoopbackAddress())
                    .port(0)
                    .passivePorts(PASSIVE_PORTS)
                    .home(home)
                    .user(USER, password)
                    .start();
        }
    }

    /** Lets the client take its tour, which it prints; its exit status, or nothing if it was not over in time. */
    OptionalInt tour(boolean noColor, Duration limit) throws IOException, InterruptedException {
        Process running = startClient(noColor);
        return running != null && running.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)
                ? OptionalInt.of(running.exitValue())
                : OptionalInt.empty();
    }

    private synchronized @Nullable Process startClient(boolean noColor) throws IOException {
        if (ended || server == null) {
            return null;
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CLIENT,
                "tour",
                "127.0.0.1:" + server.port(),
                "--user=" + USER,
                "--family=ipv4"));
        if (noColor) {
            command.add("--no-color");
        }
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith(VARIABLES));
        environment.put(VARIABLES + "PASSWORD", password);
        client = builder.start();
        return client;
    }

    /** What is there, in a line. */
    @Override
    public synchronized String toString() {
        return "A server for this demonstration: 127.0.0.1:" + (server == null ? "?" : server.port())
                + ", passive ports " + PASSIVE_PORTS;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            // The program is ending: the hook runs.
        }
        end();
    }

    private synchronized void end() {
        if (ended) {
            return;
        }
        ended = true;
        endClient();
        if (server != null) {
            server.close();
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("what the demonstration made cannot be removed: " + home, e);
        }
    }

    private void endClient() {
        if (client != null) {
            client.destroyForcibly();
            try {
                client.waitFor(END_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
