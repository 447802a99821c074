package org.ephemeralftp.docker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The image, built by {@code docker/Dockerfile} for all tests of this virtual machine, and removed when that ends. Its
 * runtime is made of the JDK that runs the tests, and its base is one that the engine has: the one that
 * {@code TEST_BASE_IMAGE} names.
 */
public final class TestImage {
    private static final String BASE = "TEST_BASE_IMAGE";
    private static final String USUAL_BASE = "debian:bookworm-slim";
    private static final String NAME =
            "ephemeral-ftp-test:" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    private static final List<String> CONTEXT =
            List.of(".dockerignore", "docker/Dockerfile", "docker/image", "docker/target/ephemeral-ftp-lab.jar");

    private static boolean built;

    private TestImage() {}

    /** The name of the image, which is built if it is not there yet. The test is skipped where that cannot be. */
    public static synchronized String name() throws IOException, InterruptedException {
        if (!built) {
            String base = base();
            build(base);
            built = true;
        }
        return NAME;
    }

    /** The base, which has all programs of the lab and no Java. */
    public static String base() throws IOException, InterruptedException {
        Docker.required();
        String base = Optional.ofNullable(System.getenv(BASE)).orElse(USUAL_BASE);
        Requires.that(
                Docker.run("image", "inspect", base).status() == 0,
                "the engine has no image " + base + " to build on: pull it, or set " + BASE
                        + " to one of Debian's kind");
        return base;
    }

    private static void build(String base) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("image");
        try {
            Path jlink = directory.resolve("docker/target/jlink");
            copyContext(directory);
            runtime(directory, jlink);
            Runtime.getRuntime().addShutdownHook(new Thread(TestImage::remove));
            Docker.ok(
                    "build",
                    "--quiet",
                    "--pull=false",
                    "--build-arg=BASE=" + base,
                    "--tag=" + NAME,
                    "--file=" + directory.resolve("docker/Dockerfile"),
                    directory.toString());
        } finally {
            Docker.delete(directory);
        }
        Program version = Docker.run("run", "--rm", NAME, "client", "--version");
        Requires.that(
                version.status() == 0,
                "a runtime of the JDK in " + System.getProperty("java.home") + " does not start on " + base + ": "
                        + version.err());
    }

    /** A context of its own, so that no build of a user finds the runtime of a test. */
    private static void copyContext(Path directory) throws IOException {
        for (String each : CONTEXT) {
            Path from = Jars.root().resolve(each);
            assertThat(from).as("what 'mvn -DskipTests package' builds").exists();
            Path to = directory.resolve(each);
            Files.createDirectories(parent(to));
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                }
            }
        }
    }

    private static void runtime(Path directory, Path jlink) throws IOException, InterruptedException {
        Program program = Program.run(
                directory,
                "env",
                "JAVA_HOME=" + System.getProperty("java.home"),
                "sh",
                Jars.root().resolve("docker/jlink.sh").toString(),
                directory.resolve("docker/target/ephemeral-ftp-lab.jar").toString(),
                jlink.toString());
        assertThat(program.status()).as(program.toString()).isZero();
    }

    private static Path parent(Path path) {
        @Nullable Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    private static void remove() {
        try {
            Docker.run("image", "rm", "--force", NAME);
        } catch (IOException | InterruptedException e) {
            System.err.println("The image " + NAME + " is left behind: " + e);
        }
    }
}
