package org.ephemeralftp.server.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.Machine;
import org.ephemeralftp.server.testing.Reply;

/** One client: its control connection, and at most one data connection. */
final class Client implements Closeable {
    private final Play.Stage stage;
    private final InetAddress ipv4;
    private final Script script;
    private final Consumer<String> transcript;

    private @Nullable Socket socket;
    private @Nullable ReplyReader replies;
    private @Nullable Reply last;
    private @Nullable InetSocketAddress announced;
    private @Nullable ServerSocket listener;
    private @Nullable DataEnd data;

    Client(Play.Stage stage, InetAddress ipv4, Script script, Consumer<String> transcript) {
        this.stage = stage;
        this.ipv4 = ipv4;
        this.script = script;
        this.transcript = transcript;
    }

    void connect(boolean overIpv6) throws IOException {
        InetAddress client = overIpv6 ? Machine.address(ControlConnection.IPV6) : ipv4;
        InetAddress host = Machine.address(overIpv6 ? ControlConnection.IPV6 : ControlConnection.IPV4);
        Socket connected = ControlConnection.connect(client, new InetSocketAddress(host, stage.port()));
        connected.setTcpNoDelay(true);
        connected.setSoTimeout(stage.timeoutMillis());
        talkOver(connected);
    }

    private void talkOver(Socket connection) throws IOException {
        socket = connection;
        replies = new ReplyReader(connection.getInputStream());
    }

    void beginTls() throws IOException {
        talkOver(TrustingTls.over(control(), control()));
    }

    void beginTlsOrSeeClosed() throws IOException {
        Socket plain = control();
        try {
            beginTls();
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            transcript.accept("  " + e.getMessage());
            plain.close();
            socket = null;
        }
    }

    void protect() throws IOException {
        send("PBSZ 0\r\n");
        expect("200");
        send("PROT P\r\n");
        expect("200");
    }

    void send(String text) throws IOException {
        send(text.getBytes(UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        transcript.accept("> " + Home.shown(bytes));
        control().getOutputStream().write(bytes);
        control().getOutputStream().flush();
    }

    void sendSplit(byte[] bytes) throws IOException {
        for (byte one : bytes) {
            send(new byte[] {one});
        }
    }

    void sendUrgent(byte[] bytes) throws IOException {
        if (bytes.length != 1) {
            throw new IllegalArgumentException("Only one byte is urgent");
        }
        control().sendUrgentData(bytes[0]);
    }

    /** Reads a reply, which must be as one of {@code CODE|CODE TEXT or CODE TEXT} says. */
    void expect(String alternatives) throws IOException {
        check(read(), alternatives);
    }

    void passOver(String alternatives) throws IOException {
        Reply reply = Objects.requireNonNull(replies).read();
        if (!isOneOf(alternatives, reply)) {
            replies.putBack(reply);
        }
    }

    /** Reads the last reply to a command, after a mark or without. */
    void expectFinally(String alternatives) throws IOException {
        Reply reply = read();
        check(reply.code() < 200 ? read() : reply, alternatives);
    }

    private Reply read() throws IOException {
        Reply reply = Objects.requireNonNull(replies).read();
        last = reply;
        reply.text().lines().forEach(line -> transcript.accept("< " + line));
        return reply;
    }

    private void check(Reply reply, String alternatives) {
        if (!isOneOf(alternatives, reply)) {
            throw new AssertionError("The reply is " + reply.text());
        }
        if (reply.code() == 227 || reply.code() == 229) {
            announced = reply.on(control().getInetAddress());
        }
    }

    private boolean isOneOf(String alternatives, Reply reply) {
        return Stream.of(alternatives.split(" or (?=\\d)", -1)).anyMatch(one -> isAs(one, reply));
    }

    private boolean isAs(String codesAndText, Reply reply) {
        String[] parts = codesAndText.split(" ", 2);
        String first = reply.text().lines().findFirst().orElseThrow();
        return List.of(parts[0].split("\\|", -1)).contains(String.valueOf(reply.code()))
                && (parts.length == 1 || script.matches(parts[1], first.substring(4)));
    }

    private List<String> lastLines() {
        return Objects.requireNonNull(last).text().lines().toList();
    }

    void expectLine(String quoted, boolean present) {
        if (lastLines().stream().skip(1).anyMatch(line -> script.matches(Script.unquoted(quoted), line)) != present) {
            throw new AssertionError("The reply is " + last);
        }
    }

    void expectLines(int count) {
        if (lastLines().size() != count) {
            throw new AssertionError("The reply has " + lastLines().size() + " lines: " + last);
        }
    }

    void expectClosed() throws IOException {
        Objects.requireNonNull(replies).expectEnd();
        control().close();
        socket = null;
    }

    void hangUp() throws IOException {
        control().close();
        socket = null;
    }

    void passive() throws IOException {
        send("EPSV\r\n");
        expect("229");
        dataOpen();
    }

    void active() throws IOException {
        listen();
        InetAddress host = control().getLocalAddress();
        send(DataMode.eprt(host, Objects.requireNonNull(listener).getLocalPort()) + "\r\n");
        expect("200");
    }

    void listen() throws IOException {
        if (listener != null) {
            listener.close();
        }
        InetAddress host = control().getLocalAddress();
        ServerSocket opened = new ServerSocket(0, 1, host);
        listener = opened;
        opened.setSoTimeout(stage.timeoutMillis());
        int port = opened.getLocalPort();
        script.set("host", host.getHostAddress());
        script.set("port", String.valueOf(port));
        script.set("hostport", DataMode.port(host, port).substring("PORT ".length()));
        script.set("hostnumbers", host.getHostAddress().replace('.', ','));
    }

    void unlisten() throws IOException {
        Objects.requireNonNull(listener).close();
    }

    void dataOpen() throws IOException {
        useForData(ControlConnection.connect(control().getLocalAddress(), Objects.requireNonNull(announced)));
    }

    void dataAccept() throws IOException {
        useForData(Objects.requireNonNull(listener).accept());
    }

    private void useForData(Socket connection) throws IOException {
        closeData();
        connection.setSoTimeout(stage.timeoutMillis());
        data = new DataEnd(connection, script);
    }

    void dataTls() throws IOException {
        data().secure(control());
    }

    void expectDataRefused() throws IOException {
        expectRefused(control().getLocalAddress());
    }

    void expectStrangerRefused() throws IOException {
        expectRefused(Machine.address("127.22.0.1"));
    }

    /** The port may listen for others or for a while, but then every connection is reset. */
    private void expectRefused(InetAddress client) throws IOException {
        try (Socket refused = ControlConnection.connect(client, Objects.requireNonNull(announced))) {
            refused.setSoTimeout(stage.timeoutMillis());
            if (refused.getInputStream().read() >= 0) {
                throw new AssertionError("The data connection was served");
            }
        } catch (SocketException e) {
            transcript.accept("  " + e.getMessage());
        }
    }

    DataEnd data() {
        if (data == null) {
            throw new IllegalStateException("There is no data connection");
        }
        return data;
    }

    private Socket control() {
        if (socket == null) {
            throw new IllegalStateException("There is no control connection");
        }
        return socket;
    }

    /**
     * NOOP, QUIT and the end: a reply too much or too few before is noticed. A server may ask for a login first, also
     * for NOOP.
     */
    void leave() throws IOException {
        if (socket == null) {
            return;
        }
        closeData();
        send("NOOP\r\n");
        expect("200|530");
        send("QUIT\r\n");
        expect("221");
        try {
            expectClosed();
        } catch (EOFException e) {
            throw new AssertionError("The end came in the middle of a line", e);
        }
    }

    private void closeData() throws IOException {
        if (data != null) {
            data.close();
            data = null;
        }
    }

    @Override
    public void close() throws IOException {
        closeData();
        if (listener != null) {
            listener.close();
        }
        if (socket != null) {
            socket.close();
        }
    }
}
