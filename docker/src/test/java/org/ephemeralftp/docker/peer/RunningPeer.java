package org.ephemeralftp.docker.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.ephemeralftp.docker.testing.Jars;
import org.ephemeralftp.docker.testing.Program;

/** A server at work until it is closed, and the client's way to it. */
public final class RunningPeer implements AutoCloseable {
    /** A name of 127.0.0.1 and ::1 that the client alone knows. */
    static final String HOST = "peer.test";

    private static final byte[] IPV4 = {127, 0, 0, 1};
    private static final byte[] IPV6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int TRIES = 3;

    private final Peer peer;
    private final Site site;
    private final List<Process> processes = new ArrayList<>();
    private final Thread endWithTheTests = new Thread(this::end);

    private RunningPeer(Peer peer, Site site) {
        this.peer = peer;
        this.site = site;
        Runtime.getRuntime().addShutdownHook(endWithTheTests);
    }

    /** Starts the server; when this returns, it has greeted at both addresses. */
    public static RunningPeer start(Peer peer, Path directory, Site.Passive passive)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Path own = Files.createDirectory(directory.resolve(peer + "-" + attempt));
            RunningPeer running = new RunningPeer(peer, Site.prepare(own, passive, freePort()));
            boolean greeted = false;
            try {
                greeted = running.begin();
                // Somebody else may have taken the port; the server ends at once then.
                assertThat(greeted || attempt < TRIES)
                        .as("%s greets at both addresses; it printed%n%s", peer, running.printed())
                        .isTrue();
            } finally {
                if (!greeted) {
                    running.close();
                }
            }
            if (greeted) {
                return running;
            }
        }
    }

    /** No server but ours can have the kernel choose its port. */
    private static int freePort() throws IOException {
        try (ServerSocket ipv4 = new ServerSocket(0, 1, InetAddress.getByAddress(IPV4));
                ServerSocket ipv6 = new ServerSocket(ipv4.getLocalPort(), 1, InetAddress.getByAddress(IPV6))) {
            return ipv6.getLocalPort();
        }
    }

    private boolean begin() throws IOException, InterruptedException {
        for (List<String> command : peer.commands(site)) {
            processes.add(Program.builder(site.directory(), command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start());
        }
        await().atMost(LIMIT).until(() -> !alive() || (greetsAt(IPV4) && greetsAt(IPV6)));
        return alive();
    }

    private boolean alive() {
        return processes.stream().allMatch(Process::isAlive);
    }

    private boolean greetsAt(byte[] address) {
        try (Socket socket = new Socket()) {
            int limit = Math.toIntExact(LIMIT.toMillis());
            socket.setSoTimeout(limit);
            socket.connect(new InetSocketAddress(InetAddress.getByAddress(address), site.port()), limit);
            BufferedReader replies =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            return String.valueOf(replies.readLine()).startsWith("220");
        } catch (IOException e) {
            return false;
        }
    }

    /** Runs one of the client's commands on it, as the account that may write. */
    public Program client(String command, String... options) throws IOException, InterruptedException {
        Path hosts = site.write("hosts", "127.0.0.1 " + HOST, "::1 " + HOST);
        List<String> line = new ArrayList<>(Jars.command(Jars.client(), command, HOST + ":" + site.port()));
        // Each run is too short for the second compiler.
        line.addAll(1, List.of("-XX:TieredStopAtLevel=1", "-Djdk.net.hosts.file=" + hosts));
        line.addAll(List.of("--user", peer.account().user()));
        line.addAll(List.of("--password", peer.account().password()));
        line.addAll(List.of(options));
        return Program.run(site.directory(), line);
    }

    public Site site() {
        return site;
    }

    /** What it has printed; most have a log, too. */
    public String printed() throws IOException {
        return Files.exists(log()) ? Files.readString(log()) : "";
    }

    private Path log() {
        return site.directory().resolve("printed");
    }

    private void end() {
        List<ProcessHandle> children =
                processes.stream().flatMap(Process::descendants).toList();
        Stream.concat(processes.stream().map(Process::toHandle), children.stream())
                .forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() throws InterruptedException {
        end();
        for (Process process : processes) {
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("%s can be ended", peer)
                    .isTrue();
        }
        Runtime.getRuntime().removeShutdownHook(endWithTheTests);
    }
}
