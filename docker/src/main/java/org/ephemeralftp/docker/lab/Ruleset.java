package org.ephemeralftp.docker.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with rules of the user's, and the host that they are for. */
sealed interface Ruleset permits Ruleset.Nft, Ruleset.Iptables {
    LabHost host();

    Path file();

    /** A file of nftables. */
    record Nft(LabHost host, Path file) implements Ruleset {}

    /** A file of iptables-save or ip6tables-save. */
    record Iptables(LabHost host, Path file, boolean ipv6) implements Ruleset {
        /** The names of the programs begin with it. */
        String program() {
            return ipv6 ? "ip6tables" : "iptables";
        }
    }

    /**
     * The path under which the lab sees the file.
     *
     * @throws LabException if there is nothing that can be read, or the lab cannot see it
     */
    static Path visible(Path file) {
        Path path = file.toAbsolutePath().normalize();
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new LabException(
                    "The ruleset " + file + " is not a file that can be read; name one with rules in it.");
        }
        if (path.startsWith("/run") || path.startsWith("/var/run")) {
            throw new LabException("The ruleset " + file
                    + " is below /run, which the lab has to itself; copy it to another place, such as /tmp.");
        }
        return path;
    }

    /** Whether it assigns the FTP helper, which is a module of the kernel that may be missing. */
    default boolean usesHelper() {
        return text().lines()
                .map(line -> line.replaceFirst("#.*", ""))
                .anyMatch(line -> line.contains("ct helper") || line.contains("--helper"));
    }

    /** What the file says. */
    default String text() {
        try {
            return Files.readString(file(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
