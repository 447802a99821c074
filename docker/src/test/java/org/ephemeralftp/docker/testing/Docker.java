package org.ephemeralftp.docker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The Docker engine of this machine, by its command line. Nothing is ever pulled. */
public final class Docker {
    private Docker() {}

    /** An engine answers. */
    public static void required() throws IOException, InterruptedException {
        Requires.program("docker");
        Program version = run("version", "--format", "{{.Server.Version}}");
        Requires.that(
                version.status() == 0,
                "no Docker engine answers, and this test needs one: start one, or set DOCKER_HOST: " + version.err());
    }

    /** Runs {@code docker}, and waits until it ends. */
    public static Program run(String... arguments) throws IOException, InterruptedException {
        return run(List.of("docker"), Map.of(), arguments);
    }

    /** Runs {@code docker}, which must succeed; what it prints on standard output. */
    public static String ok(String... arguments) throws IOException, InterruptedException {
        Program program = run(arguments);
        assertThat(program.status()).as(program.toString()).isZero();
        return program.out().strip();
    }

    /** Runs a program that talks to the engine, with variables, and waits until it ends. */
    static Program run(List<String> program, Map<String, String> variables, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("env"));
        String host = System.getenv("DOCKER_HOST");
        if (host != null) {
            command.add("DOCKER_HOST=" + host);
        }
        variables.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(program);
        command.addAll(List.of(arguments));
        Path directory = Files.createTempDirectory("docker");
        try {
            return Program.run(directory, command);
        } finally {
            delete(directory);
        }
    }

    /** Deletes a directory with all that is in it. */
    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }
}
