package org.ephemeralftp.client.probe;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** The sockets that belong to one control connection, itself among them: they are closed together, from any thread. */
final class OpenSockets implements Closeable {
    private final List<Closeable> sockets = new ArrayList<>();
    private boolean closed;

    /** If the others are closed already, this one is, too. */
    synchronized <T extends Closeable> T add(T socket) throws IOException {
        if (closed) {
            socket.close();
            throw new SocketException("Socket closed");
        }
        sockets.add(socket);
        return socket;
    }

    /** Closes one of them. */
    synchronized void close(Closeable socket) {
        sockets.remove(socket);
        closeQuietly(socket);
    }

    @Override
    public synchronized void close() {
        closed = true;
        sockets.forEach(OpenSockets::closeQuietly);
        sockets.clear();
    }

    private static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is being given up anyway.
        }
    }
}
