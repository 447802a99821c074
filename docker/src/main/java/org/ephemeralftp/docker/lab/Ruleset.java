package org.ephemeralftp.docker.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with rules of the user's, and the host that they are for. */
sealed interface Ruleset permits Ruleset.Nft, Ruleset.Iptables {
    /** Far more than rules take. */
    int LIMIT = 16 << 20;

    LabHost host();

    /** Where it was read. */
    Path file();

    /** What it says, each byte a character. */
    String text();

    /** A file of nftables. */
    record Nft(LabHost host, Path file, String text) implements Ruleset {
        Nft(LabHost host, Path file) {
            this(host, file, read(file));
        }
    }

    /** A file of iptables-save or ip6tables-save. */
    record Iptables(LabHost host, Path file, boolean ipv6, String text) implements Ruleset {
        Iptables(LabHost host, Path file, boolean ipv6) {
            this(host, file, ipv6, read(file));
        }

        /** The names of the programs begin with it. */
        String program() {
            return ipv6 ? "ip6tables" : "iptables";
        }
    }

    /** Reads it, once: it may be a pipe. */
    private static String read(Path file) {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(LIMIT + 1);
        } catch (IOException e) {
            throw new LabException(
                    "The ruleset " + file + " is not a file that can be read; name one with rules in it.", e);
        }
        if (content.length > LIMIT) {
            throw new LabException(
                    "The ruleset " + file + " has more than " + (LIMIT >> 20) + " MiB; name a file with rules in it.");
        }
        String text = new String(content, StandardCharsets.ISO_8859_1);
        if (text.lines().allMatch(line -> line.isBlank() || line.stripLeading().startsWith("#"))) {
            throw new LabException("The ruleset " + file + " is empty; name a file with rules in it.");
        }
        return text;
    }

    /** Where the files are that it includes: beside it, or where we are if it comes from another process. */
    default Path directory() {
        Path path = file().toAbsolutePath().normalize();
        boolean nowhere = path.startsWith("/dev") || path.startsWith("/proc") || !Files.isRegularFile(path);
        return nowhere ? Path.of("").toAbsolutePath() : path.resolveSibling("").normalize();
    }

    /** Whether it assigns the FTP helper, which is a module of the kernel that may be missing. */
    default boolean usesHelper() {
        return text().lines()
                .map(line -> line.replaceFirst("#.*", ""))
                .anyMatch(line -> line.contains("ct helper") || line.contains("--helper"));
    }
}
