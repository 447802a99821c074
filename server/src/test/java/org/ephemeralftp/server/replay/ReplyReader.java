package org.ephemeralftp.server.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.testing.Reply;

/** Reads replies as strictly as RFC 959, section 4.2, writes them: nothing else may come over a control connection. */
final class ReplyReader {
    private final InputStream in;
    private @Nullable Reply again;

    ReplyReader(InputStream in) {
        this.in = in;
    }

    /**
     * Waits for one reply.
     *
     * @throws AssertionError if what comes is none
     */
    Reply read() throws IOException {
        Reply reply = again == null ? fromServer() : again;
        again = null;
        return reply;
    }

    /** The next call of {@link #read} is to return this reply. */
    void putBack(Reply reply) {
        again = reply;
    }

    private Reply fromServer() throws IOException {
        String line = line();
        if (!line.matches("[1-5]\\d\\d[ -].*")) {
            throw new AssertionError("This is no reply: " + line);
        }
        StringBuilder text = new StringBuilder(line);
        String end = line.substring(0, 3) + " ";
        if (line.charAt(3) == '-') {
            do {
                line = line();
                text.append('\n').append(line);
            } while (!line.startsWith(end));
        }
        return new Reply(Integer.parseInt(end.strip()), text.toString());
    }

    /** Waits for the end, which must come next; a reset is one, too. */
    void expectEnd() throws IOException {
        if (again != null) {
            throw new AssertionError("Something more came: " + again);
        }
        try {
            int next = in.read();
            if (next >= 0) {
                throw new AssertionError("Something more came: " + (char) next + line());
            }
        } catch (SocketException e) {
            // What the client sent was not read any more, because the server had closed.
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean cr = false;
        for (int next = next(); next != '\n' || !cr; next = next()) {
            if (next == '\n' || cr) {
                throw new AssertionError("CR or LF alone, behind: " + bytes.toString(UTF_8));
            }
            cr = next == '\r';
            if (!cr) {
                bytes.write(next);
            }
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("This is not UTF-8: " + bytes.toString(UTF_8), e);
        }
    }

    private int next() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException("the server closed it");
        }
        return next;
    }
}
