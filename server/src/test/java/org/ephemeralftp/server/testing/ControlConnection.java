package org.ephemeralftp.server.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.assertj.core.api.Assertions;

import org.ephemeralftp.server.EphemeralFtpServer;

/** A control connection as somebody at a terminal has it: lines out, replies in, and nothing else behind one's back. */
public final class ControlConnection implements Closeable {
    /** How long anything may take before a test gives up; far more than it ever should. */
    public static final int TIMEOUT_MILLIS = 20_000;

    public static final String IPV4 = "127.0.0.1";
    public static final String IPV6 = "::1";

    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;

    private ControlConnection(Socket socket) throws IOException {
        this.socket = socket;
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        out = socket.getOutputStream();
    }

    /** Connects from a loopback address to this machine, over the same family, and does not read the greeting. */
    public static ControlConnection open(String client, int port) throws IOException {
        InetAddress host = Machine.address(client.contains(":") ? IPV6 : IPV4);
        return open(client, new InetSocketAddress(host, port));
    }

    /** Connects from an address, and does not read the greeting. */
    public static ControlConnection open(String client, InetSocketAddress server) throws IOException {
        Socket socket = connect(Machine.address(client), server);
        try {
            socket.setTcpNoDelay(true);
            return new ControlConnection(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** A socket from this address to that one, with a time limit on everything. */
    public static Socket connect(InetAddress client, InetSocketAddress server) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.bind(new InetSocketAddress(client, 0));
            socket.connect(server, TIMEOUT_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Connects from a loopback address, over its family, and is greeted. */
    public static ControlConnection from(String client, EphemeralFtpServer server) throws IOException {
        ControlConnection control = open(client, server.port());
        return control.orClose(() -> control.expect(220));
    }

    /** Connects over IPv4. */
    public static ControlConnection to(EphemeralFtpServer server) throws IOException {
        return from(IPV4, server);
    }

    /** Connects over IPv4, logs in to read only, and asks for TYPE I. */
    public static ControlConnection anonymous(EphemeralFtpServer server) throws IOException {
        return to(server).logIn("anonymous", "a@example.org");
    }

    private interface Step {
        void run() throws IOException;
    }

    private ControlConnection orClose(Step step) throws IOException {
        try {
            step.run();
            return this;
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Logs in, and asks for TYPE I. */
    public ControlConnection logIn(String user, String password) throws IOException {
        return orClose(() -> {
            expect("USER " + user, 331);
            expect("PASS " + password, 230);
            expect("TYPE I", 200);
        });
    }

    /** Sends a command and waits for nothing. */
    public void write(String command) throws IOException {
        out.write((command + "\r\n").getBytes(UTF_8));
        out.flush();
    }

    /** Waits for one reply. */
    public Reply read() throws IOException {
        String line = line();
        StringBuilder text = new StringBuilder(line);
        String code = line.substring(0, Math.min(3, line.length()));
        if (!code.matches("[1-5]\\d\\d")) {
            throw new AssertionError("Not a reply: " + line);
        }
        if (line.startsWith(code + "-")) {
            do {
                line = line();
                text.append('\n').append(line);
            } while (!line.startsWith(code + " "));
        }
        return new Reply(Integer.parseInt(code), text.toString());
    }

    private String line() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new EOFException("The server closed the control connection");
        }
        return line;
    }

    /** Sends a command and waits for one reply. */
    public Reply send(String command) throws IOException {
        write(command);
        return read();
    }

    /** Waits for one reply, which must have this code. */
    public Reply expect(int code) throws IOException {
        Reply reply = read();
        Assertions.assertThat(reply.code()).as(reply.text()).isEqualTo(code);
        return reply;
    }

    /** Sends a command; its first reply must have this code. */
    public Reply expect(String command, int code) throws IOException {
        write(command);
        Reply reply = read();
        Assertions.assertThat(reply.code()).as("%s: %s", command, reply).isEqualTo(code);
        return reply;
    }

    /** Waits for the final reply of a transfer command. */
    public Reply finalReply() throws IOException {
        Reply reply = read();
        return reply.code() < 200 ? read() : reply;
    }

    /** Says PASV over IPv4 and EPSV over IPv6; returns where to connect to. */
    public InetSocketAddress passive() throws IOException {
        Reply reply = client().getAddress().length == 4 ? expect("PASV", 227) : expect("EPSV", 229);
        return reply.on(server());
    }

    /** The client's address. */
    public InetAddress client() {
        return socket.getLocalAddress();
    }

    /** The server's address. */
    public InetAddress server() {
        return socket.getInetAddress();
    }

    /** The connection itself. */
    public Socket socket() {
        return socket;
    }

    /** Closes the connection, politely and without QUIT. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
