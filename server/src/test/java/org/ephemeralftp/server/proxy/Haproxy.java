package org.ephemeralftp.server.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A running HAProxy with the configuration of README, at other addresses. */
final class Haproxy implements AutoCloseable {
    private static final Pattern CONFIGURATION = Pattern.compile("(?s)```haproxy\n(.*?)```");

    private final Process process;

    private Haproxy(Process process) {
        this.process = process;
    }

    /** The program, if it is installed; administrators' programs are not on everybody's path. */
    static Optional<Path> program() {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
        return Arrays.stream(path.split(":"))
                .map(directory -> Path.of(directory, "haproxy"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts it.
     *
     * @param option {@code send-proxy} or {@code send-proxy-v2}
     * @param front where clients connect to
     * @param ports the control port of the front, and the data ports
     * @param server the server's control port, at 127.0.0.1
     */
    static Haproxy start(Path directory, String option, String front, List<String> ports, int server)
            throws IOException {
        Matcher configuration = CONFIGURATION.matcher(Files.readString(Path.of("../README.md")));
        if (!configuration.find()) {
            throw new AssertionError("README has no configuration of HAProxy");
        }
        String text = configuration
                .group(1)
                .replace("send-proxy-v2", option)
                .replace("bind :21\n", "bind " + front + ":" + ports.get(0) + "\n")
                .replace("bind :50000-50009\n", "bind " + front + ":" + ports.get(1) + "\n")
                .replace("10.1.2.3:2121", "127.0.0.1:" + server)
                .replace("10.1.2.3", "127.0.0.1");
        Path file = Files.writeString(directory.resolve("haproxy.cfg"), text);
        Path output = directory.resolve("haproxy.log");
        Process process = new ProcessBuilder(program().orElseThrow().toString(), "-db", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Haproxy haproxy = new Haproxy(process);
        try {
            int control = Integer.parseInt(ports.get(0));
            await().atMost(20, TimeUnit.SECONDS).until(() -> isListening(front, control) || !process.isAlive());
            if (!process.isAlive()) {
                throw new AssertionError("HAProxy did not start: " + Files.readString(output));
            }
            return haproxy;
        } catch (IOException | RuntimeException | Error e) {
            haproxy.close();
            throw e;
        }
    }

    private static boolean isListening(String front, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(Header.address(front), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    boolean isRunning() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What curl printed; it must have succeeded. */
    static String curl(String... arguments) throws IOException {
        Process curl = new ProcessBuilder(Stream.concat(
                                Stream.of("curl", "-sS", "--max-time", "20", "--user", "u:p"), Arrays.stream(arguments))
                        .toList())
                .redirectErrorStream(true)
                .start();
        curl.getOutputStream().close();
        String output = new String(curl.getInputStream().readAllBytes(), UTF_8);
        try {
            if (curl.waitFor() != 0) {
                throw new AssertionError("curl " + String.join(" ", arguments) + " failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
        return output;
    }
}
