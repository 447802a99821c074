package org.ephemeralftp.docker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A control port between a client and the server that writes down what they say, so that all clients are seen in the
 * same way, also those that show nothing. Data connections pass it by: over loopback both ends have one address.
 */
public final class ControlRelay implements AutoCloseable {
    private static final int BACKLOG = 50;
    private static final int LIMIT_SECONDS = 20;
    private static final int CONNECT_LIMIT_MILLIS = 20_000;

    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<List<String>> connections = new CopyOnWriteArrayList<>();

    /** Listens at a loopback address, in front of the server's control port there. */
    public ControlRelay(InetAddress loopback, int serverPort) throws IOException {
        server = new InetSocketAddress(loopback, serverPort);
        listener = new ServerSocket(0, BACKLOG, loopback);
        threads.execute(this::accept);
    }

    /** The port that the client is to connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    /**
     * The lines of one control connection after the other, with "> " before the client's and "< " before the server's. They
     * are whole when the relay is closed.
     */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (List<String> connection : connections) {
            synchronized (connection) {
                lines.addAll(connection);
            }
        }
        return lines;
    }

    private void accept() {
        try {
            while (true) {
                relay(listener.accept());
            }
        } catch (IOException e) {
            // The relay was closed.
        }
    }

    private void relay(Socket client) throws IOException {
        Socket upstream = new Socket();
        sockets.add(client);
        sockets.add(upstream);
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        connections.add(lines);
        upstream.connect(server, CONNECT_LIMIT_MILLIS);
        // Otherwise a reply that follows another one waits for the client's delayed acknowledgement.
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        threads.execute(() -> pass(client, upstream, "> ", lines));
        threads.execute(() -> pass(upstream, client, "< ", lines));
    }

    private static void pass(Socket from, Socket to, String mark, List<String> lines) {
        try {
            InputStream in = new BufferedInputStream(from.getInputStream());
            OutputStream out = to.getOutputStream();
            for (byte[] line = line(in); line.length > 0; line = line(in)) {
                lines.add(mark + new String(line, StandardCharsets.UTF_8).stripTrailing());
                out.write(line);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // One of the two has gone; the other one is to see that.
            try {
                to.close();
            } catch (IOException ignored) {
                // Then it is closed.
            }
        }
    }

    private static byte[] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next != -1) {
            line.write(next);
            if (next == '\n') {
                break;
            }
            next = in.read();
        }
        return line.toByteArray();
    }

    /** Waits until both ends have closed every connection, as they do when the client has ended. */
    @Override
    public void close() throws IOException, InterruptedException {
        try {
            listener.close();
            threads.shutdown();
            assertThat(threads.awaitTermination(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("the server closes a control connection within %s s of its client", LIMIT_SECONDS)
                    .isTrue();
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
