package org.ephemeralftp.docker.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.ephemeralftp.docker.testing.ServerProcess;

/**
 * What a server process holds of the system.
 *
 * @param descriptors its open files and sockets
 * @param threads its threads, the virtual machine's own included
 * @param listeners how many data ports listen
 */
record Holdings(long descriptors, long threads, long listeners) {
    /** A zip file or a random device that Java opens late. */
    private static final int MORE_DESCRIPTORS = 3;

    /** Java starts and ends compiler threads as it needs them. */
    private static final int MORE_THREADS = 4;

    private static final String LISTENING = "0A";

    static Holdings of(ServerProcess server) throws IOException {
        Path process = Path.of("/proc", Long.toString(server.pid()));
        return new Holdings(count(process.resolve("fd")), count(process.resolve("task")), listening());
    }

    private static long count(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        }
    }

    /** Fields of a line: number, local address:port, remote address:port, state. */
    private static long listening() throws IOException {
        long count = 0;
        for (String table : List.of("tcp", "tcp6")) {
            try (Stream<String> lines = Files.lines(Path.of("/proc/net", table))) {
                count += lines.skip(1)
                        .map(line -> line.strip().split("\\s+", 5))
                        .filter(fields -> fields[3].equals(LISTENING) && isDataPort(fields[1]))
                        .count();
            } catch (NoSuchFileException e) {
                // A kernel without IPv6.
            }
        }
        return count;
    }

    private static boolean isDataPort(String address) {
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
        return port >= Soak.FIRST_DATA_PORT && port <= Soak.LAST_DATA_PORT;
    }

    /** Within what Java itself needs more or less of. */
    boolean isNoMoreThan(Holdings before) {
        return descriptors <= before.descriptors + MORE_DESCRIPTORS
                && threads <= before.threads + MORE_THREADS
                && listeners == 0;
    }
}
