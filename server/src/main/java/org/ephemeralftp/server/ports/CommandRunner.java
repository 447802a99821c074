package org.ephemeralftp.server.ports;

import java.io.IOException;

/** A way to run a command of the operating system. */
interface CommandRunner {
    /**
     * Runs a command without input and gives back what it printed on standard output, whatever its exit status.
     *
     * @throws IOException if it cannot be started, read from or takes too long
     */
    String run(String... command) throws IOException;
}
