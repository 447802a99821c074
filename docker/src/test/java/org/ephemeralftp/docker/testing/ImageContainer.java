package org.ephemeralftp.docker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A container of the {@link TestImage}, removed with its volume when it is closed. */
public final class ImageContainer implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final String name = "ephemeral-ftp-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();

    private ImageContainer() {}

    /** Starts one with options of {@code docker run}, and what the image is to run. */
    public static ImageContainer start(List<String> options, String... command)
            throws IOException, InterruptedException {
        ImageContainer container = new ImageContainer();
        List<String> arguments =
                new ArrayList<>(List.of("run", "--detach", "--health-interval=1s", "--name=" + container.name));
        arguments.addAll(options);
        arguments.add(TestImage.name());
        arguments.addAll(List.of(command));
        try {
            Docker.ok(arguments.toArray(String[]::new));
            return container;
        } catch (IOException | InterruptedException | AssertionError e) {
            container.close();
            throw e;
        }
    }

    /** Waits until its log has a text. */
    public void awaitLog(String text) {
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(log()).contains(text));
    }

    /** What it has printed, on standard output and standard error. */
    public String log() throws IOException, InterruptedException {
        Program logs = Docker.run("logs", name);
        assertThat(logs.status()).as(logs.toString()).isZero();
        return logs.output();
    }

    /** Runs a program in it. */
    public Program exec(String... command) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("exec", name));
        arguments.addAll(List.of(command));
        return Docker.run(arguments.toArray(String[]::new));
    }

    /** What the engine knows of it, by a template of Go. */
    public String inspect(String format) throws IOException, InterruptedException {
        return Docker.ok("inspect", "--format=" + format, name);
    }

    /** Waits until the engine calls it healthy. */
    public void awaitHealthy() {
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(inspect("{{json .State.Health}}")).contains("\"Status\":\"healthy\""));
    }

    /** The port of this machine at which one of its ports is published. */
    public int published(int port) throws IOException, InterruptedException {
        String first =
                Docker.ok("port", name, port + "/tcp").lines().findFirst().orElseThrow();
        return Integer.parseInt(first.substring(first.lastIndexOf(':') + 1));
    }

    /** Sends it a signal. */
    public void signal(String signal) throws IOException, InterruptedException {
        Docker.ok("kill", "--signal=" + signal, name);
    }

    /** Waits until it has ended, at the latest when the engine's own limit for a stop is over; its exit status. */
    public int stop() throws IOException, InterruptedException {
        Docker.ok("stop", name);
        return Integer.parseInt(inspect("{{.State.ExitCode}}"));
    }

    /** What a file in it holds, also when it has ended. */
    public String copyOut(String file) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("copied");
        try {
            Path copy = directory.resolve("file");
            Docker.ok("cp", name + ":" + file, copy.toString());
            return Files.readString(copy);
        } finally {
            Docker.delete(directory);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        Docker.run("rm", "--force", "--volumes", name);
    }
}
