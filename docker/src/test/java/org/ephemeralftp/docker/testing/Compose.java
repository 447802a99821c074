package org.ephemeralftp.docker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A project of one of the compose files in {@code docker}, with all that is its own removed when it is closed. */
public final class Compose implements AutoCloseable {
    private final List<String> program;
    private final Map<String, String> variables;

    private Compose(List<String> program, Map<String, String> variables) {
        this.program = program;
        this.variables = variables;
    }

    /** A project of a file of the product, then those of the test, with values for the variables in them. */
    public static Compose of(String file, List<Path> others, Map<String, String> variables)
            throws IOException, InterruptedException {
        Docker.required();
        List<String> program = new ArrayList<>(program());
        program.add(
                "--project-name=ephemeral-ftp-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
        program.add("--file=" + Jars.root().resolve("docker").resolve(file));
        others.forEach(other -> program.add("--file=" + other));
        return new Compose(program, variables);
    }

    /** The second version is a plugin of {@code docker}, the first a program of its own. */
    private static List<String> program() throws IOException, InterruptedException {
        if (Docker.run("compose", "version").status() == 0) {
            return List.of("docker", "compose");
        }
        Requires.program("docker-compose");
        return List.of("docker-compose");
    }

    /** Runs a command of {@code docker compose}, and waits until it ends. */
    public Program run(String... arguments) throws IOException, InterruptedException {
        return Docker.run(program, variables, arguments);
    }

    /** Starts it all, and waits until a service has ended; its exit status is the program's. */
    public Program upTo(String service) throws IOException, InterruptedException {
        return run("up", "--no-build", "--no-color", "--exit-code-from=" + service);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        Program down = run("down", "--volumes", "--timeout=1");
        assertThat(down.status()).as(down.toString()).isZero();
    }
}
