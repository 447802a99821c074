package org.ephemeralftp.server.lease;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.ephemeralftp.server.ports.PortSet;

/** Real sockets on this machine's loopback network, which has an address for every client a test wants. */
final class Loopback {
    static final InetAddress SERVER = address(1);
    private static final int PATIENCE_MILLIS = 20_000;
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    private Loopback() {}

    /** The address 127.0.0.{@code host}. */
    static InetAddress address(int host) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host});
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection from one of our addresses. */
    static Socket connect(InetAddress from, InetSocketAddress to) throws IOException {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(to, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    static void send(Socket socket, long token) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(ByteBuffer.allocate(Long.BYTES).putLong(token).array());
        out.flush();
    }

    static long receive(Socket socket) throws IOException {
        byte[] bytes = socket.getInputStream().readNBytes(Long.BYTES);
        if (bytes.length < Long.BYTES) {
            throw new EOFException("only " + bytes.length + " bytes came");
        }
        return ByteBuffer.wrap(bytes).getLong();
    }

    /** What the client sent; the first byte may have been read before. */
    static long receive(LeasedConnection connection) throws IOException {
        ByteBuffer token = ByteBuffer.allocate(Long.BYTES).put(connection.head());
        Socket socket = blocking(connection);
        InputStream in = socket.getInputStream();
        int missing = token.remaining();
        token.put(in.readNBytes(missing));
        if (token.hasRemaining()) {
            throw new EOFException("only " + token.position() + " bytes came");
        }
        return token.getLong(0);
    }

    static void send(LeasedConnection connection, long token) throws IOException {
        send(blocking(connection), token);
    }

    private static Socket blocking(LeasedConnection connection) throws IOException {
        connection.channel().configureBlocking(true);
        Socket socket = connection.channel().socket();
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /**
     * Whether a connection from here is refused, or ended without a byte for us. It says something first: when a
     * listener closes in the middle of a handshake, Linux may tell the client only in answer to its first bytes.
     */
    static boolean isTurnedAway(InetAddress from, InetSocketAddress to) {
        try (Socket socket = connect(from, to)) {
            send(socket, -1);
            return isTurnedAway(socket);
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Whether the other side ended the connection without a byte; false if it said something or did nothing. */
    static boolean isTurnedAway(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Whether a listener could be bound here now. */
    static boolean isBindable(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(SERVER, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The ports from {@code first} to {@code last} that no other program of this machine holds. */
    static PortSet freePorts(int first, int last) {
        return PortSet.of(
                IntStream.rangeClosed(first, last).filter(Loopback::isBindable).toArray());
    }

    /** Sockets this process has open; 0 where the system does not tell. */
    static long openSockets() {
        if (!Files.isDirectory(OPEN_FILES)) {
            return 0;
        }
        long sockets = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(OPEN_FILES)) {
            for (Path file : files) {
                sockets += isSocket(file) ? 1 : 0;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sockets;
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // Closed while we looked.
        }
    }

    /**
     * The threads of servers and lease engines that live in this process. Those of an earlier test may be about to end:
     * a test compares with what was there when it began.
     */
    static Set<Thread> engineThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("ephemeral-ftp"))
                .collect(Collectors.toSet());
    }
}
