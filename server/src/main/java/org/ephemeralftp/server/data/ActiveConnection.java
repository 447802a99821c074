package org.ephemeralftp.server.data;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Instant;

/** A data connection that was made to the client, and the port it comes from. */
record ActiveConnection(SocketChannel channel, Closeable port) implements Closeable {
    /** What is to be seen of it. It was made just now. */
    DataView view() {
        Socket socket = channel.socket();
        return new DataView(
                (InetSocketAddress) socket.getRemoteSocketAddress(),
                (InetSocketAddress) socket.getLocalSocketAddress(),
                Instant.now(),
                DataSetup.Mode.ACTIVE);
    }

    /** Closes the connection, and then gives its port back. */
    @Override
    public void close() throws IOException {
        try (port) {
            channel.close();
        }
    }
}
