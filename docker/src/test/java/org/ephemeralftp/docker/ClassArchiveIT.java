package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.ephemeralftp.docker.testing.Jars;
import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.docker.testing.Requires;
import org.ephemeralftp.docker.testing.ServerProcess;

/** The class-data archive: the package step makes one, and the installed launcher maps its own, if it is any good. */
class ClassArchiveIT {
    private static final String FROM_THE_ARCHIVE = "source: shared objects file";

    @TempDir
    private static Path root;

    private static Path archive = Path.of("");
    private static Path jar = Path.of("");
    private static FileTime whenJarWasMade = FileTime.fromMillis(0);
    private static byte[] whole = {};

    @TempDir
    Path directory;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        Program installed = script();
        assertThat(installed.status()).as(installed.toString()).isZero();
        archive = root.resolve("share/ephemeral-ftp/ephemeral-ftp-server.jsa");
        jar = root.resolve("share/ephemeral-ftp/ephemeral-ftp-server.jar");
        Requires.that(Files.exists(archive), "this Java makes no class-data archive: " + installed);
        Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-r--r--"));
        whole = Files.readAllBytes(archive);
        whenJarWasMade = Files.getLastModifiedTime(jar);
    }

    private static Program script(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "PREFIX=" + root,
                "SYSCONFDIR=" + root.resolve("etc"),
                "JAVA_HOME=" + System.getProperty("java.home"),
                "sh",
                Jars.root().resolve("server/packaging/install.sh").toString()));
        command.addAll(List.of(arguments));
        return Program.run(root, command);
    }

    @AfterAll
    static void forget() {
        whole = new byte[0];
    }

    @BeforeEach
    void mend() throws IOException {
        Files.write(archive, whole);
        Files.setLastModifiedTime(jar, whenJarWasMade);
    }

    private Path log() {
        return directory.resolve("loaded");
    }

    private List<String> launcher(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "JAVA_HOME=" + System.getProperty("java.home"),
                "JAVA_TOOL_OPTIONS=-Xlog:class+load:file=" + log(),
                root.resolve("bin/ephemeral-ftp-server").toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** How many of our own classes the last process took from the archive, and how many it did not. */
    private long[] ours() throws IOException {
        List<String> loaded = Files.readAllLines(log()).stream()
                .filter(line -> line.contains(" org.ephemeralftp.") && !line.contains("Lambda"))
                .toList();
        long mapped =
                loaded.stream().filter(line -> line.contains(FROM_THE_ARCHIVE)).count();
        return new long[] {mapped, loaded.size() - mapped};
    }

    @Test
    void thePackageStepMakesOne() {
        Requires.that(
                Files.isRegularFile(Jars.root().resolve("server/target/ephemeral-ftp-server.jsa")),
                "the package step made no class-data archive; what it printed tells why");
    }

    @Test
    void aStartMapsWhatItNeeds() throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.start(
                directory,
                launcher(
                        "serve",
                        "--port=24890",
                        "--passive-ports=24891-24894",
                        "--bind-address=127.0.0.1",
                        "--anonymous",
                        "--home=" + directory.resolve("home")))) {
            long[] ours = ours();
            assertThat(ours[0]).isGreaterThan(100);
            assertThat(ours[1]).isLessThan(ours[0] / 20);
            assertThat(server.terminate()).isZero();
        }
    }

    @Test
    void withoutTheOptionNothingIsMapped() throws IOException, InterruptedException {
        Files.delete(archive);
        assertVersionWithoutNoise();
        assertThat(ours()[0]).isZero();
        assertThat(ours()[1]).isPositive();

        // After an update of Java this makes it again.
        Program again = script("class-archive");
        assertThat(again.status()).as(again.toString()).isZero();
        assertVersionWithoutNoise();
        assertThat(ours()[0]).isPositive();
    }

    /** What makes an archive no good. */
    enum Flaw {
        EMPTY,
        CUT,
        NO_ARCHIVE,
        OF_ANOTHER_JAVA,
        OF_ANOTHER_JAR
    }

    @ParameterizedTest
    @EnumSource
    void withABadOneItStartsAllTheSameAndSaysNothing(Flaw flaw) throws IOException, InterruptedException {
        switch (flaw) {
            case EMPTY -> Files.write(archive, new byte[0]);
            case CUT -> cut();
            case NO_ARCHIVE -> Files.writeString(archive, "no archive\n".repeat(1000));
            case OF_ANOTHER_JAVA -> nameAnotherJava();
            case OF_ANOTHER_JAR -> Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000_000_000L));
        }
        assertVersionWithoutNoise();
        assertThat(ours()[0]).isZero();
    }

    private static void cut() throws IOException {
        try (FileChannel file = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            file.truncate(whole.length / 3);
        }
    }

    /** The header holds the words that the Java that made it says of itself. */
    private static void nameAnotherJava() throws IOException {
        String words = System.getProperty("java.vm.name");
        int place = new String(whole, 0, 8192, StandardCharsets.ISO_8859_1).indexOf(words);
        assertThat(place).as("the place of '%s'", words).isPositive();
        try (FileChannel file = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap("Another".getBytes(StandardCharsets.US_ASCII)), place);
        }
    }

    private void assertVersionWithoutNoise() throws IOException, InterruptedException {
        Program version = Program.run(directory, launcher("--version"));
        assertThat(version.status()).as(version.toString()).isZero();
        assertThat(version.out()).matches("ephemeral-ftp-server \\S+\\R");
        // The test's own option.
        assertThat(version.err()).matches("Picked up JAVA_TOOL_OPTIONS: .*\\R");
    }
}
