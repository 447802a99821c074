package org.ephemeralftp.server.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.ephemeralftp.server.testing.Machine;

/** The client's end of data connections. Whatever goes wrong with one is no failure: servers may refuse and reset them. */
final class DataEnd implements Closeable {
    /** How long something is waited for that may not come at all. */
    private static final int PATIENCE_MILLIS = 100;

    private static final String STRANGER = "127.0.0.2";

    private final Consumer<String> seen;
    private final List<Closeable> opened = new ArrayList<>();
    private ServerSocket listener;
    private Socket latest;

    /** @param seen is told what is received */
    DataEnd(Consumer<String> seen) {
        this.seen = seen;
    }

    private <T extends Closeable> T keep(T socket) {
        opened.add(socket);
        return socket;
    }

    void connect(InetAddress from, boolean asStranger, InetSocketAddress to) throws IOException {
        Socket socket = keep(new Socket());
        InetAddress client = asStranger && from.getAddress().length == 4 ? Machine.address(STRANGER) : from;
        socket.bind(new InetSocketAddress(client, 0));
        socket.setSoTimeout(PATIENCE_MILLIS);
        if (!asStranger) {
            latest = socket;
        }
        try {
            socket.connect(to, PATIENCE_MILLIS);
        } catch (IOException e) {
            // The lease may be over.
            socket.close();
        }
    }

    /** Listens on a port of the system's choice; returns it. */
    int listen(InetAddress at) throws IOException {
        listener = keep(new ServerSocket(0, 5, at));
        listener.setSoTimeout(PATIENCE_MILLIS);
        return listener.getLocalPort();
    }

    void act(Step.Act act, int count) {
        try {
            if (act == Step.Act.ACCEPT && listener != null) {
                latest = keep(listener.accept());
                latest.setSoTimeout(PATIENCE_MILLIS);
            } else if (act == Step.Act.STOP_LISTENING && listener != null) {
                listener.close();
            } else if (latest != null) {
                use(latest, act, count);
            }
        } catch (IOException e) {
            // Nobody has connected, or the connection is over.
            return;
        }
    }

    private void use(Socket socket, Step.Act act, int count) throws IOException {
        switch (act) {
            case WRITE -> socket.getOutputStream().write("x".repeat(count).getBytes(ISO_8859_1));
            case READ -> received(socket.getInputStream().readNBytes(count));
            case READ_TO_THE_END -> received(readToTheEnd(socket));
            case HALF_CLOSE -> socket.shutdownOutput();
            case CLOSE -> socket.close();
            case RESET -> reset(socket);
            case ACCEPT, STOP_LISTENING -> {
                // There is no listener.
            }
        }
    }

    /** As long as something comes. */
    private static byte[] readToTheEnd(Socket socket) throws IOException {
        var all = new java.io.ByteArrayOutputStream();
        byte[] buffer = new byte[65536];
        try {
            for (int n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                all.write(buffer, 0, n);
            }
        } catch (SocketTimeoutException e) {
            return all.toByteArray();
        }
        return all.toByteArray();
    }

    private void received(byte[] bytes) {
        seen.accept(new String(bytes, ISO_8859_1));
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        for (Closeable socket : opened) {
            socket.close();
        }
    }
}
