package org.ephemeralftp.docker.peer;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.ephemeralftp.docker.testing.Requires;

/** A server's Debian package with the libraries it needs, unpacked by {@code .ci/peers} and not installed. */
record PeerPackage(String name) {
    private Path root() {
        String cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(set -> !set.isEmpty())
                .orElseGet(() ->
                        Optional.ofNullable(System.getenv("HOME")).orElse(System.getProperty("user.home")) + "/.cache");
        return Path.of(cache, "ephemeral-ftp-peers", name);
    }

    /** Skips the test unless it was fetched. */
    void require() {
        Requires.that(
                Files.isDirectory(root()),
                name + " is not in " + root() + ", and this test needs it: 'bash .ci/peers' fetches it on Debian");
    }

    /** The path of one of its files, by its path once installed. */
    String file(String path) {
        return root().resolve(path).toString();
    }

    /** The command that runs one of its programs with the libraries beside it. */
    List<String> command(String program, String... arguments) throws IOException {
        return Stream.concat(Stream.of("env", "LD_LIBRARY_PATH=" + libraries(), file(program)), Stream.of(arguments))
                .toList();
    }

    private String libraries() throws IOException {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(root(), "lib/*-linux-*");
                DirectoryStream<Path> merged = Files.newDirectoryStream(root().resolve("usr/lib"), "*-linux-*")) {
            return Stream.concat(
                            StreamSupport.stream(old.spliterator(), false),
                            StreamSupport.stream(merged.spliterator(), false))
                    .map(Path::toString)
                    .collect(joining(":"));
        }
    }
}
