package org.ephemeralftp.server.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** A data connection that was made to the client, and the port it comes from. */
record ActiveConnection(SocketChannel channel, Closeable port) implements Closeable {
    /** Closes the connection, and then gives its port back. */
    @Override
    public void close() throws IOException {
        try (port) {
            channel.close();
        }
    }
}
