package org.ephemeralftp.server.testing;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A client whose control connection has TLS, by AUTH, and which trusts whoever it meets. Data connections are as it says. */
public final class TlsFtpClient implements Closeable {
    /** What the JDK's client remembers TLS sessions by, beside the port; it stands for no address. */
    private static final String NAME = "server.test";

    private final String protocol;
    private final int port;
    private final SSLContext context = TlsClient.context();
    private final ControlConnection control;

    private TlsFtpClient(int port, String protocol) throws IOException {
        this.port = port;
        this.protocol = protocol;
        ControlConnection plain = ControlConnection.open(ControlConnection.IPV4, port);
        try {
            plain.expect(220);
            plain.expect("AUTH TLS", 234);
            control = ControlConnection.over(secured(plain.socket(), true));
        } catch (IOException | RuntimeException | Error e) {
            plain.close();
            throw e;
        }
    }

    /** Connects, and has its control connection secured. */
    public static TlsFtpClient to(int port, String protocol) throws IOException {
        return new TlsFtpClient(port, protocol);
    }

    /** Connects, logs in, and has its data connections secured. */
    public static TlsFtpClient logIn(int port, String protocol) throws IOException {
        TlsFtpClient client = to(port, protocol);
        try {
            client.control.logIn("u", "p");
            client.control.expect("PBSZ 0", 200);
            client.control.expect("PROT P", 200);
            return client;
        } catch (IOException | RuntimeException | Error e) {
            client.close();
            throw e;
        }
    }

    public ControlConnection control() {
        return control;
    }

    /** Puts TLS on a connection, which resumes the control connection's or begins anew; it begins with the first byte, or {@link SSLSocket#startHandshake}. */
    public SSLSocket secured(Socket socket, boolean resuming) throws IOException {
        SSLContext used = resuming ? context : TlsClient.context();
        SSLSocket secured =
                (SSLSocket) used.getSocketFactory().createSocket(new SocketAtPort(socket, port), NAME, port, true);
        secured.setUseClientMode(true);
        secured.setEnabledProtocols(new String[] {protocol});
        secured.setSoTimeout(ControlConnection.TIMEOUT_MILLIS);
        return secured;
    }

    /** Carries out a command that sends something to the client; returns what came when all replies are right. */
    public byte[] receive(DataMode mode, String command) throws IOException {
        try (DataMode.ClientEnd end = mode.setUp(control)) {
            control.write(command);
            try (Socket data = secured(end.connect(), true)) {
                control.expect(150);
                byte[] bytes = data.getInputStream().readAllBytes();
                control.expect(226);
                return bytes;
            }
        }
    }

    /** Carries out a command that sends something to the server. */
    public void send(DataMode mode, String command, byte[] bytes) throws IOException {
        try (DataMode.ClientEnd end = mode.setUp(control)) {
            control.write(command);
            try (SSLSocket data = secured(end.connect(), true)) {
                control.expect(150);
                data.startHandshake();
                data.getOutputStream().write(bytes);
            }
            control.expect(226);
        }
    }

    @Override
    public void close() throws IOException {
        control.close();
    }
}
