package org.ephemeralftp.docker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The runnable jars, and the commands that run them with the virtual machine of the tests. */
public final class Jars {
    private Jars() {}

    /** The server's jar. */
    public static Path server() {
        return jar("server/target/ephemeral-ftp-server.jar");
    }

    /** The client's jar. */
    public static Path client() {
        return jar("client-demo/target/ephemeral-ftp-client.jar");
    }

    /** The lab's jar. */
    public static Path lab() {
        return jar("docker/target/ephemeral-ftp-lab.jar");
    }

    /** The command that runs a jar. */
    public static List<String> command(Path jar, String... arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.concat(Stream.of(java, "-jar", jar.toString()), Stream.of(arguments))
                .toList();
    }

    /** The project's directory. */
    public static Path root() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("server/pom.xml")) && root.getParent() != null) {
            root = root.getParent();
        }
        return root;
    }

    private static Path jar(String name) {
        Path jar = root().resolve(name);
        assertThat(jar)
                .as("the runnable jar, which 'mvn -DskipTests package' builds")
                .isRegularFile();
        return jar;
    }
}
