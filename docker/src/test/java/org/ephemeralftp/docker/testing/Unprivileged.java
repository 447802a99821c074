package org.ephemeralftp.docker.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A user without rights: whoever runs the tests, or nobody if that is root. */
public final class Unprivileged implements AutoCloseable {
    private static final String NOBODY = "65534";
    private static final String JAR = "copy.jar";

    private final Path directory;
    private final boolean root;

    private Unprivileged(Path directory, boolean root) {
        this.directory = directory;
        this.root = root;
    }

    /** Makes a directory that the user may use, with a copy of the server's jar: a clone may be in root's own home. */
    public static Unprivileged prepare() throws IOException {
        return prepare(Jars.server());
    }

    /** The same with another jar. */
    public static Unprivileged prepare(Path original) throws IOException {
        boolean root = "root".equals(System.getProperty("user.name"));
        if (root) {
            Requires.program("setpriv");
        }
        Path directory = Files.createTempDirectory("unprivileged");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path jar = Files.copy(original, directory.resolve(JAR), StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
        return new Unprivileged(directory, root);
    }

    /** Where the user may write. */
    public Path directory() {
        return directory;
    }

    /** The command that runs the server as the user. */
    public List<String> server(String... arguments) {
        return command(arguments);
    }

    /** The command that runs the jar as the user. */
    public List<String> command(String... arguments) {
        List<String> change =
                root ? List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups") : List.of();
        return Stream.concat(change.stream(), Jars.command(directory.resolve(JAR), arguments).stream())
                .toList();
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
