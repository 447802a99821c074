package org.ephemeralftp.client.probe;

import java.io.Closeable;
import java.util.List;

import org.ephemeralftp.client.connection.ControlConnection;
import org.ephemeralftp.client.connection.Endpoint;

/**
 * A control connection that is logged in.
 *
 * @param sockets it, and the data connections it brings about
 * @param phases how it came to be
 */
record Session(
        ControlConnection control, OpenSockets sockets, Endpoint local, Endpoint remote, List<PhaseRecord> phases)
        implements Closeable {
    Session {
        phases = List.copyOf(phases);
    }

    @Override
    public void close() {
        control.quit();
        sockets.close();
    }
}
