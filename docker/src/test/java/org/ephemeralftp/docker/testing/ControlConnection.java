package org.ephemeralftp.docker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A control connection without a client around it. */
public final class ControlConnection implements AutoCloseable {
    private static final int LIMIT_MILLIS = 60_000;
    private static final byte[] IPV4_LOOPBACK = {127, 0, 0, 1};

    private final Socket socket = new Socket();
    private final BufferedReader replies;

    /** Connects over IPv4 loopback and reads the greeting. */
    public ControlConnection(int port) throws IOException {
        try {
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getByAddress(IPV4_LOOPBACK), port), LIMIT_MILLIS);
            replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(replies.readLine()).startsWith("220 ");
        } catch (IOException | AssertionError e) {
            socket.close();
            throw e;
        }
    }

    /** The server's address. */
    public InetAddress peer() {
        return socket.getInetAddress();
    }

    /** Sends a command that has a reply of one line, and waits for it. */
    public String command(String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        return reply();
    }

    /** Waits for a reply of one line, such as the final one of a transfer. */
    public String reply() throws IOException {
        return String.valueOf(replies.readLine());
    }

    /** Logs in; the reply to the password. */
    public String login(String user, String password) throws IOException {
        assertThat(command("USER " + user)).startsWith("331 ");
        return command("PASS " + password);
    }

    /** Ends it with a reset, as the system of a client does that crashes. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
