package org.ephemeralftp.docker.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.ephemeralftp.docker.testing.Program;

/**
 * Where a server runs.
 *
 * @param directory for its configuration and all else that is its own
 * @param passive its passive ports
 * @param port of its control connections, free a moment ago
 */
public record Site(Path directory, Passive passive, int port) {
    /** A range of passive ports. */
    public record Passive(int first, int last) {
        public boolean contains(int port) {
            return first <= port && port <= last;
        }

        /** The ports as they are written with something in between. */
        String joined(String between) {
            return first + between + last;
        }
    }

    /** Makes the home and a certificate that signs itself. */
    static Site prepare(Path directory, Passive passive, int port) throws IOException, InterruptedException {
        Site site = new Site(directory, passive, port);
        // A server that begins as root may be another user once the account is logged in.
        Files.setPosixFilePermissions(
                Files.createDirectories(site.home()), PosixFilePermissions.fromString("rwxrwxrwx"));
        Program openssl = Program.run(
                directory,
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=" + RunningPeer.HOST,
                "-addext",
                "subjectAltName=DNS:" + RunningPeer.HOST,
                "-keyout",
                site.pem().toString(),
                "-out",
                site.pem().toString());
        assertThat(openssl.status()).as(openssl.toString()).isZero();
        String both = Files.readString(site.pem());
        Files.writeString(site.certificate(), both.substring(both.indexOf("-----BEGIN CERTIFICATE")));
        return site;
    }

    /** What the account sees. */
    Path home() {
        return directory.resolve("home");
    }

    /** The certificate and its key. */
    Path pem() {
        return directory.resolve("key-and-certificate.pem");
    }

    /** The certificate alone. */
    public Path certificate() {
        return directory.resolve("certificate.pem");
    }

    /** Writes a file of the server's configuration, which others may not read. */
    Path write(String name, String... lines) throws IOException {
        Path file = Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** The password as lists of accounts have it, salted and hashed. */
    String hashed(String password) throws IOException, InterruptedException {
        Program openssl = Program.run(directory, "openssl", "passwd", "-6", password);
        assertThat(openssl.status()).as(openssl.toString()).isZero();
        return openssl.out().strip();
    }
}
