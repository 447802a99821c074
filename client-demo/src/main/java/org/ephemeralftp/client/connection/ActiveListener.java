package org.ephemeralftp.client.connection;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/** The client's listening socket for one data connection in active mode. */
public final class ActiveListener implements Closeable {
    /** How often the control connection is looked at while waiting: a 425 there ends the wait. */
    private static final int SLICE_MILLIS = 100;

    private final ServerSocket socket;
    private final Set<String> strangers = new LinkedHashSet<>();

    private ActiveListener(ServerSocket socket) {
        this.socket = socket;
    }

    /** Binds a port of the kernel's choice on the address the control connection uses. */
    public static ActiveListener bind(InetAddress local) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(local, 0), 5);
            return new ActiveListener(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    public Endpoint bound() {
        return new Endpoint(socket.getInetAddress(), socket.getLocalPort());
    }

    /**
     * Waits for the server's connection; one from any other address is closed and remembered.
     *
     * @throws SocketTimeoutException when the limit is over, or a reply arrived and no connection with it
     */
    public Socket accept(InetAddress server, Duration limit, LongSupplier ticker, ReplyWaiting replyWaiting)
            throws IOException {
        long began = ticker.getAsLong();
        boolean lastChance = false;
        while (!lastChance) {
            long left = limit.toMillis()
                    - Duration.ofNanos(ticker.getAsLong() - began).toMillis();
            // A reply may overtake the connection it speaks of, so one more slice is waited after it.
            lastChance = left <= SLICE_MILLIS || replyWaiting.test();
            socket.setSoTimeout((int) Math.max(1, Math.min(SLICE_MILLIS, left)));
            try {
                Socket accepted = socket.accept();
                if (Arrays.equals(accepted.getInetAddress().getAddress(), server.getAddress())) {
                    return accepted;
                }
                strangers.add(Endpoint.of((InetSocketAddress) accepted.getRemoteSocketAddress())
                        .host());
                accepted.close();
                lastChance = left <= 0;
            } catch (SocketTimeoutException e) {
                // The next slice, unless this was the last one.
            }
        }
        throw new SocketTimeoutException("no connection came");
    }

    /** The addresses, other than the server's, that connections came from. */
    public Set<String> strangers() {
        return strangers;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** The question whether a reply waits on the control connection. */
    @FunctionalInterface
    public interface ReplyWaiting {
        boolean test() throws IOException;
    }
}
