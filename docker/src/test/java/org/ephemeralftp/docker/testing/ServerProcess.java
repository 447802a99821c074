package org.ephemeralftp.docker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server's jar, running as a process of its own until it is closed. */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready ftp://(\\S+):(\\d+) passive-ports=(\\S+) home=(.+)");
    private static final long LIMIT_SECONDS = 120;
    private static final String END = "(the server closed its standard output)";

    private final Process process;
    private final Path errors;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Thread endWithTheTests;
    private Matcher ready = READY.matcher("");

    private ServerProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        endWithTheTests = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(endWithTheTests);
        Thread reader = new Thread(this::read, "reads what the server prints");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts the server in a directory; when this returns, it has said that it is ready. */
    public static ServerProcess start(Path directory, String... options) throws IOException, InterruptedException {
        return start(directory, Jars.command(Jars.server(), options));
    }

    /** Starts the server with a command of the caller's; when this returns, it has said that it is ready. */
    public static ServerProcess start(Path directory, List<String> command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile(directory, "server", ".log");
        ServerProcess server = new ServerProcess(
                Program.builder(directory, command)
                        .redirectError(errors.toFile())
                        .start(),
                errors);
        try {
            String first = server.nextLine();
            assertThat(first).as("the first line of the server's output").matches(READY);
            server.ready = READY.matcher(first);
            server.ready.matches();
            return server;
        } catch (AssertionError e) {
            server.close();
            throw new AssertionError(e.getMessage() + "\nserver's errors:\n" + server.errors(), e);
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            // It was ended while it printed.
        }
        lines.add(END);
    }

    /** The next line of its standard output, as soon as it is there. */
    public String nextLine() throws InterruptedException {
        String line = lines.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(line).as("a line within %s s", LIMIT_SECONDS).isNotNull();
        return String.valueOf(line);
    }

    /** The control port, as the ready line tells it. */
    public int port() {
        return Integer.parseInt(ready.group(2));
    }

    /** The host, as the ready line tells it. */
    public String host() {
        return ready.group(1);
    }

    /** The passive ports, as the ready line tells them. */
    public String passivePorts() {
        return ready.group(3);
    }

    /** The home, as the ready line tells it. */
    public Path home() {
        return Path.of(ready.group(4));
    }

    /** What it has written to standard error. */
    public String errors() throws IOException {
        return Files.readString(errors);
    }

    /** Where standard error goes. */
    public Path errorsFile() {
        return errors;
    }

    public long pid() {
        return process.pid();
    }

    /** Asks it to end, as {@code kill} does, and waits until it has; its exit status. */
    public int terminate() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                .as("the server ends within %s s of SIGTERM", LIMIT_SECONDS)
                .isTrue();
        return process.exitValue();
    }

    /** Ends it if it is still there. */
    @Override
    public void close() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                .as("the server's process can be ended")
                .isTrue();
        Runtime.getRuntime().removeShutdownHook(endWithTheTests);
    }
}
