package org.ephemeralftp.server.slow;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.Machine;
import org.ephemeralftp.server.testing.TlsClient;

/** A client that comes to a point where nothing more comes from it. It has small buffers, as have those that mean it. */
final class SlowClient implements Closeable {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int BUFFER = 4096;

    private final SlowYard yard;
    private final SlowKind kind;
    private final InetAddress address;
    private Socket control;
    private BufferedReader in;
    private final List<Closeable> opened = new ArrayList<>();

    private SlowClient(SlowYard yard, SlowKind kind, InetAddress address) throws IOException {
        this.yard = yard;
        this.kind = kind;
        this.address = address;
        control = connect(yard.port());
        in = reader(control);
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    }

    /** Connects from an address, logs in if its kind does, and stalls. */
    static SlowClient stall(SlowYard yard, SlowKind kind, String address) throws IOException {
        SlowClient client = new SlowClient(yard, kind, Machine.address(address));
        try {
            if (kind.login() != SlowKind.Login.BEHIND_A_PROXY) {
                client.expect(220);
                client.logIn();
            }
            kind.stall(client);
            return client;
        } catch (IOException | RuntimeException | AssertionError e) {
            client.close();
            throw new AssertionError("A client that " + kind + " did not come so far", e);
        }
    }

    private void logIn() throws IOException {
        if (kind.login() != SlowKind.Login.NONE) {
            boolean writes = kind.login() == SlowKind.Login.WRITER;
            write(writes ? "USER slow\r\n" : "USER anonymous\r\n");
            expect(331);
            write(writes ? "PASS p\r\n" : "PASS x@\r\n");
            expect(230);
            write("TYPE I\r\n");
            expect(200);
        }
    }

    SlowYard yard() {
        return yard;
    }

    /** Connects to a port of the server. */
    Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        opened.add(socket);
        socket.setReceiveBufferSize(BUFFER);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.bind(new InetSocketAddress(address, 0));
        socket.connect(new InetSocketAddress(Machine.address(ControlConnection.IPV4), port), PATIENCE_MILLIS);
        return socket;
    }

    void write(String text) throws IOException {
        control.getOutputStream().write(text.getBytes(US_ASCII));
    }

    /** Waits for a reply of one line. */
    String expect(int code) throws IOException {
        String line = in.readLine();
        assertThat(line).startsWith(code + " ");
        return line;
    }

    /** Asks for a data port. */
    int passive() throws IOException {
        write("EPSV\r\n");
        return Integer.parseInt(expect(229).replaceFirst(".*\\|\\|\\|(\\d+)\\|.*", "$1"));
    }

    /** Names a data port of its own. */
    void active(int port) throws IOException {
        write(DataMode.eprt(address, port) + "\r\n");
        expect(200);
    }

    /** A port whose connections the system accepts and nobody uses. */
    int listen() throws IOException {
        ServerSocket listener = new ServerSocket();
        opened.add(listener);
        listener.setReceiveBufferSize(BUFFER);
        listener.bind(new InetSocketAddress(address, 0), 1);
        return listener.getLocalPort();
    }

    /** Asks for TYPE A. */
    void text() throws IOException {
        write("TYPE A\r\n");
        expect(200);
    }

    /** Logs in under TLS, and asks for TLS on data connections. */
    void privateData() throws IOException {
        write("AUTH TLS\r\n");
        expect(234);
        control = TlsClient.over(control, "TLSv1.3");
        opened.add(0, control);
        in = reader(control);
        logIn();
        write("PBSZ 0\r\nPROT P\r\n");
        expect(200);
        expect(200);
    }

    /** Begins a transfer over a passive data connection. */
    Socket transfer(String command) throws IOException {
        Socket data = connect(passive());
        write(command + "\r\n");
        expect(150);
        return data;
    }

    void halfClose() throws IOException {
        control.shutdownOutput();
    }

    boolean isConnected() {
        return !control.isClosed();
    }

    /** Nothing comes from the server, and not the end either. */
    boolean hasNotEnded() throws IOException {
        control.setSoTimeout(1);
        try {
            return in.read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        for (Closeable socket : opened) {
            socket.close();
        }
    }
}
