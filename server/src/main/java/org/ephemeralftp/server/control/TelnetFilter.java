package org.ephemeralftp.server.control;

import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;

/**
 * Takes Telnet's own commands out of what a client sends: the control connection is a Telnet connection (RFC 959,
 * section 3.1), and clients put {@code IAC IP} and the Synch signal, {@code IAC DM}, before an urgent ABOR (section
 * 4.1.3; the codes are those of RFC 854).
 *
 * <p>Where the system keeps the last byte of urgent data out of the stream, that may be the DM of the Synch or, from clients
 * that descend from BSD's, the IAC before it.
 */
final class TelnetFilter extends IoFilterAdapter {
    private static final AttributeKey STATE = new AttributeKey(TelnetFilter.class, "state");
    private static final int SUBNEGOTIATION_END = 240;
    private static final int DATA_MARK = 242;
    private static final int INTERRUPT_PROCESS = 244;
    private static final int SUBNEGOTIATION = 250;
    private static final int WILL = 251;
    private static final int IAC = 255;

    private enum State {
        TEXT,
        /** After IAC. */
        COMMAND,
        /** After WILL, WON'T, DO or DON'T. */
        OPTION,
        /** After IP: a DM may follow whose IAC is lost. */
        INTERRUPTED,
        /** Between SB and SE. */
        PARAMETERS,
        /** After IAC between SB and SE. */
        PARAMETERS_COMMAND
    }

    /** Forgets a command that has begun: under TLS the text begins anew. */
    static void restart(IoSession session) {
        session.removeAttribute(STATE);
    }

    @Override
    public void messageReceived(NextFilter next, IoSession session, Object message) throws Exception {
        IoBuffer bytes = (IoBuffer) message;
        State state = (State) session.getAttribute(STATE, State.TEXT);
        if (state == State.TEXT && bytes.indexOf((byte) IAC) < 0) {
            next.messageReceived(session, bytes);
            return;
        }
        IoBuffer text = IoBuffer.allocate(bytes.remaining());
        while (bytes.hasRemaining()) {
            int octet = bytes.getUnsigned();
            if (isText(state, octet)) {
                text.put((byte) octet);
            }
            state = after(state, octet);
        }
        session.setAttribute(STATE, state);
        if (text.flip().hasRemaining()) {
            next.messageReceived(session, text);
        }
    }

    private static boolean isText(State state, int octet) {
        return switch (state) {
            case TEXT -> octet != IAC;
            case INTERRUPTED -> octet != IAC && octet != DATA_MARK;
            // IAC IAC is the byte itself, and an IAC that its command has been lost behind is nothing.
            case COMMAND -> octet == IAC || octet < SUBNEGOTIATION_END;
            case OPTION, PARAMETERS, PARAMETERS_COMMAND -> false;
        };
    }

    private static State after(State state, int octet) {
        return switch (state) {
            case TEXT, INTERRUPTED -> octet == IAC ? State.COMMAND : State.TEXT;
            case COMMAND -> afterCommand(octet);
            case OPTION -> State.TEXT;
            case PARAMETERS -> octet == IAC ? State.PARAMETERS_COMMAND : State.PARAMETERS;
            case PARAMETERS_COMMAND -> octet == SUBNEGOTIATION_END ? State.TEXT : State.PARAMETERS;
        };
    }

    private static State afterCommand(int octet) {
        if (octet == INTERRUPT_PROCESS) {
            return State.INTERRUPTED;
        }
        if (octet == SUBNEGOTIATION) {
            return State.PARAMETERS;
        }
        return octet >= WILL && octet < IAC ? State.OPTION : State.TEXT;
    }
}
