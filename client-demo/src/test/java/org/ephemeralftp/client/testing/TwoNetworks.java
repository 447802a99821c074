package org.ephemeralftp.client.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two network namespaces of their own, one for a server and one for a client, with a cable between them: 198.18.6.1 and
 * 198.18.6.2 (RFC 2544). Rules are nftables', in the server's. Both are gone when this is closed.
 */
public final class TwoNetworks implements AutoCloseable {
    public static final String SERVER = "198.18.6.1";

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String server;
    private final String client;
    private final List<Process> running = new ArrayList<>();

    /** What a program printed on standard output, and its exit status. */
    public record Ended(int status, String out) {}

    private TwoNetworks(String name) {
        this.server = name + "s";
        this.client = name + "c";
    }

    /** Whether this machine and this user can have them. */
    public static boolean canBe() {
        try (TwoNetworks networks = lay()) {
            networks.rules("");
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    public static TwoNetworks lay() {
        TwoNetworks networks = new TwoNetworks("sweep" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet());
        try {
            networks.connect();
            return networks;
        } catch (UncheckedIOException e) {
            networks.close();
            throw e;
        }
    }

    private void connect() {
        run("ip", "netns", "add", server);
        run("ip", "netns", "add", client);
        run("ip", "link", "add", "cable", "netns", server, "type", "veth", "peer", "name", "cable", "netns", client);
        run("ip", "-n", server, "addr", "add", SERVER + "/24", "dev", "cable");
        run("ip", "-n", client, "addr", "add", "198.18.6.2/24", "dev", "cable");
        for (String each : List.of(server, client)) {
            run("ip", "-n", each, "link", "set", "lo", "up");
            run("ip", "-n", each, "link", "set", "cable", "up");
        }
    }

    /** Replaces all rules by these, for what comes in at the server. */
    public void rules(String rules) {
        try {
            Path file = Files.createTempFile("rules", ".nft");
            try {
                Files.writeString(
                        file,
                        "flush ruleset\ntable inet sweep {\nchain in {\ntype filter hook input priority 0\n" + rules
                                + "\n}\n}\n");
                run("ip", "netns", "exec", server, "nft", "-f", file.toString());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a class with a main method of the tests in the server's network; it runs until this is closed. */
    public Process startServer(Class<?> main, String... arguments) throws IOException {
        Process process = new ProcessBuilder(java(server, main, arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        running.add(process);
        return process;
    }

    /** Runs a class with a main method in the client's network to its end. */
    public Ended runClient(Class<?> main, String... arguments) {
        return end(java(client, main, arguments));
    }

    private static List<String> java(String network, Class<?> main, String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                "ip",
                "netns",
                "exec",
                network,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        line.addAll(List.of(arguments));
        return line;
    }

    private static void run(String... line) {
        Ended ended = end(List.of(line));
        if (ended.status != 0) {
            throw new UncheckedIOException(new IOException(String.join(" ", line) + ": " + ended.out));
        }
    }

    private static Ended end(List<String> line) {
        try {
            Path out = Files.createTempFile("out", ".txt");
            try {
                Process process = new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
                if (!process.waitFor(180, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new IOException(String.join(" ", line) + " does not end");
                }
                return new Ended(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
            } finally {
                Files.delete(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }

    @Override
    public void close() {
        running.forEach(Process::destroyForcibly);
        for (String each : List.of(server, client)) {
            end(List.of("ip", "netns", "del", each));
        }
    }
}
