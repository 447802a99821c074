package org.ephemeralftp.client.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The range that a machine's kernel chooses ports from, when a program leaves the choice to it. */
public record EphemeralRange(int from, int to) {
    private static final Path LINUX = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    /** The range of this machine, where it can be read without running a program (Linux). */
    public static Optional<EphemeralRange> ofThisMachine() {
        return read(LINUX);
    }

    static Optional<EphemeralRange> read(Path file) {
        try {
            // Not readString: it asks for one byte first, and a sysctl file answers only one read.
            String[] numbers = Files.readAllLines(file).get(0).trim().split("\\s+", -1);
            return Optional.of(new EphemeralRange(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException | SecurityException e) {
            // The range only decorates the output; a machine that does not tell is no reason to fail.
            return Optional.empty();
        }
    }

    /** Whether the port lies in this range. */
    public boolean contains(int port) {
        return port >= from && port <= to;
    }

    @Override
    public String toString() {
        return from + "-" + to;
    }
}
