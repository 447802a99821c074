package org.ephemeralftp.server.control;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.jspecify.annotations.Nullable;

/**
 * Makes commands of one session's bytes, wherever they are split. For the session's I/O thread alone.
 *
 * <p>A line ends with CR LF (RFC 959, section 5.3), and a LF alone, or after several CR, ends one too: people type such
 * lines. CR NUL is a CR in the line (RFC 854; RFC 2640, section 3.1, has it in pathnames), and so is a CR before anything
 * else; a NUL without a CR stays one, which no command and no file has in its name. Empty lines are nothing. A line that
 * is too long is forgotten while it comes in, and answered with one 500 when it ends; one that is not UTF-8, with 501.
 */
final class LineDecoder {
    /** Twice the longest pathname of Linux. */
    static final int MOST_BYTES = 8 * 1024;

    /** What a session keeps for its next line. */
    private static final int KEPT_BYTES = 256;

    private static final AttributeKey ATTRIBUTE = new AttributeKey(LineDecoder.class, "decoder");

    private byte[] line = new byte[KEPT_BYTES];
    private int length;
    /** How many CR came last, of which nobody knows yet whether they belong to the line. */
    private int returns;

    private boolean tooLong;
    /** What is being decoded right now: commands are told of while some of it is still to be read. */
    private @Nullable IoBuffer current;

    /** The decoder of a session. */
    static LineDecoder of(IoSession session) {
        if (!(session.getAttribute(ATTRIBUTE) instanceof LineDecoder)) {
            session.setAttributeIfAbsent(ATTRIBUTE, new LineDecoder());
        }
        return (LineDecoder) session.getAttribute(ATTRIBUTE);
    }

    /** Tells of each command that is complete, as soon as it is. */
    void decode(IoBuffer bytes, Consumer<ControlRequest> commands) {
        current = bytes;
        try {
            while (bytes.hasRemaining()) {
                take(bytes.get(), commands);
            }
        } finally {
            current = null;
        }
    }

    /**
     * Whether anything came behind the last command that its session was told of and is not a command yet, not even a whole
     * command of Telnet's. As {@link #hasMore()}, for all that decodes.
     */
    static boolean hasMore(IoSession session) {
        return of(session).hasMore() || TelnetFilter.isInCommand(session);
    }

    /** Forgets what came behind the last command that a session was told of, and what Telnet's commands have begun. */
    static void reset(IoSession session) {
        of(session).reset();
        TelnetFilter.reset(session);
    }

    /**
     * Whether anything came behind the last command that was told of and is not a command yet. Asked while that command is
     * being told of, this knows also of what arrived together with it.
     */
    boolean hasMore() {
        return length > 0 || returns > 0 || tooLong || (current != null && current.hasRemaining());
    }

    /** Forgets what came behind the last command that was told of. */
    void reset() {
        endLine();
        if (current != null) {
            current.position(current.limit());
        }
    }

    private void take(byte octet, Consumer<ControlRequest> commands) {
        switch (octet) {
            case '\n' -> end(commands);
            case '\r' -> {
                returns++;
                tooLong |= returns > MOST_BYTES;
                returns = tooLong ? 0 : returns;
            }
            case 0 -> {
                if (returns == 0) {
                    append(octet);
                } else {
                    appendReturns();
                }
            }
            default -> {
                appendReturns();
                append(octet);
            }
        }
    }

    private void appendReturns() {
        for (; returns > 0; returns--) {
            append((byte) '\r');
        }
    }

    private void append(byte octet) {
        tooLong |= length == MOST_BYTES;
        if (tooLong) {
            length = 0;
            return;
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, 2 * length);
        }
        line[length++] = octet;
    }

    private void end(Consumer<ControlRequest> commands) {
        ControlRequest command = null;
        if (tooLong) {
            command = ControlRequest.unreadable(
                    new DefaultFtpReply(500, "The line is longer than " + MOST_BYTES + " bytes"));
        } else if (length > 0) {
            command = command();
        }
        endLine();
        if (command != null) {
            commands.accept(command);
        }
    }

    private ControlRequest command() {
        try {
            return new ControlRequest(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line, 0, length))
                    .toString());
        } catch (CharacterCodingException e) {
            return ControlRequest.unreadable(new DefaultFtpReply(501, "The line is not UTF-8"));
        }
    }

    private void endLine() {
        length = 0;
        returns = 0;
        tooLong = false;
        if (line.length > KEPT_BYTES) {
            line = new byte[KEPT_BYTES];
        }
    }
}
