package org.ephemeralftp.server.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process of its own, which can be killed. Its one user is {@code u} with the password {@code p}. */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready ftp://.*:(\\d+) passive-ports=.*");
    private static final long LIMIT_SECONDS = 120;

    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts the classes under test; when this returns, the server has said that it is ready. */
    public static ServerProcess start(Path home, String passivePorts) throws Exception {
        return start(List.of(), home, passivePorts);
    }

    /** Starts the server through another program, which gets the command as its last arguments. */
    public static ServerProcess start(List<String> through, Path home, String passivePorts) throws Exception {
        return start(through, home, passivePorts, ProcessBuilder.Redirect.INHERIT);
    }

    /** Starts the server with more options, and its log goes into a file. */
    public static ServerProcess logging(Path log, Path home, String passivePorts, String... options) throws Exception {
        return logging(List.of(), log, home, passivePorts, options);
    }

    /** Starts the server through another program, with more options, and its log goes into a file. */
    public static ServerProcess logging(
            List<String> through, Path log, Path home, String passivePorts, String... options) throws Exception {
        return start(through, home, passivePorts, ProcessBuilder.Redirect.to(log.toFile()), options);
    }

    private static ServerProcess start(
            List<String> through, Path home, String passivePorts, ProcessBuilder.Redirect errors, String... options)
            throws Exception {
        List<String> command = new ArrayList<>(through);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                "org.ephemeralftp.server.cli.Main",
                "serve",
                "--port=0",
                "--bind-address=127.0.0.1",
                "--passive-ports=" + passivePorts,
                "--home=" + home,
                "--user=u=p"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectError(errors).start();
        try {
            return new ServerProcess(process, port(process));
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static int port(Process process) throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process, port), "reads what the server prints");
        reader.setDaemon(true);
        reader.start();
        return port.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private static void read(Process process, CompletableFuture<Integer> port) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = lines.readLine()) != null) {
                Matcher ready = READY.matcher(line);
                if (ready.matches()) {
                    port.complete(Integer.valueOf(ready.group(1)));
                }
            }
            port.completeExceptionally(new IOException("The server ended before it was ready"));
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
    }

    /** Connects and logs in. */
    public ControlConnection logIn() throws IOException {
        ControlConnection control = ControlConnection.open(ControlConnection.IPV4, port);
        try {
            control.expect(220);
            return control.logIn("u", "p");
        } catch (IOException | RuntimeException | Error e) {
            control.close();
            throw e;
        }
    }

    /** The control port. */
    public int port() {
        return port;
    }

    /** How much work it has done. */
    public Duration work() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Sends SIGTERM, or SIGINT, by name and without waiting. */
    public void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .inheritIO()
                .start();
        if (!kill.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new AssertionError("The signal cannot be sent");
        }
    }

    /** Waits until it has ended; its exit status. */
    public int exitStatus() throws InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("The server does not end");
        }
        return process.exitValue();
    }

    /** Ends the process as {@code kill -9} does: nothing in it gets to clean up. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("The server cannot be killed");
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
