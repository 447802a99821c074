package org.ephemeralftp.server.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;

/** The client's end of a data connection. */
final class DataEnd implements Closeable {
    private final Socket connection;
    private Socket socket;
    private final Script script;
    private byte[] received = new byte[0];

    DataEnd(Socket socket, Script script) {
        connection = socket;
        this.socket = socket;
        this.script = script;
    }

    void secure(Socket control) throws IOException {
        socket = TrustingTls.over(socket, control);
    }

    /** Reads to the end, and compares it with a text in quotation marks, if there is one. */
    void receive(String quoted) throws IOException {
        received = socket.getInputStream().readAllBytes();
        socket.close();
        if (!quoted.isEmpty() && !Arrays.equals(received, script.quotedBytes(quoted))) {
            throw new AssertionError("What came is " + Home.shown(received));
        }
    }

    void read(int bytes) throws IOException {
        if (socket.getInputStream().readNBytes(bytes).length < bytes) {
            throw new AssertionError("The data connection ended early");
        }
    }

    void begin(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void send(byte[] bytes) throws IOException {
        begin(bytes);
        socket.close();
    }

    void cut() throws IOException {
        connection.close();
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** What was sent before may still come, but then an end or a reset. */
    void expectGone() throws IOException {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketTimeoutException e) {
            throw new AssertionError("The data connection is still open", e);
        } catch (IOException e) {
            // A reset.
        }
        socket.close();
    }

    private List<String> lines() {
        String text = new String(received, UTF_8);
        if (text.isEmpty()) {
            return List.of();
        }
        if (!text.endsWith("\r\n") || text.replace("\r\n", "").matches("(?s).*[\r\n].*")) {
            throw new AssertionError("Not every line ends with CR LF: " + Home.shown(received));
        }
        return List.of(text.split("\r\n"));
    }

    void expectLine(String quoted) {
        if (lines().stream().noneMatch(line -> script.matches(Script.unquoted(quoted), line))) {
            throw new AssertionError("What came is " + Home.shown(received));
        }
    }

    void expectNoLine(String quoted) {
        if (lines().stream().anyMatch(line -> script.matches(Script.unquoted(quoted), line))) {
            throw new AssertionError("What came is " + Home.shown(received));
        }
    }

    void expectLines(int count) {
        if (lines().size() != count) {
            throw new AssertionError("There are " + lines().size() + " lines in " + Home.shown(received));
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
