package org.ephemeralftp.client.sweep;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.connection.ControlConnection;
import org.ephemeralftp.client.connection.Reply;

/** The way from a sent LIST over a connected data connection to the reply that ends it (RFC 959, section 5.4). */
final class Listing {
    /** How often the control connection is looked at while nothing comes: a 425 there ends the wait. */
    private static final int SLICE_MILLIS = 100;

    /** The replies of a server that has no usable data connection. */
    private static final Set<Integer> NO_CONNECTION = Set.of(425, 426);

    private final ControlConnection control;
    private final Socket data;
    private final Duration limit;
    private final LongSupplier ticker;
    private boolean anyBytes;
    private @Nullable IOException tlsFailure;

    /**
     * How a listing ended.
     *
     * @param inStep whether the last reply came, so that the session can go on
     */
    record End(PortVerdict verdict, String detail, boolean inStep) {}

    Listing(ControlConnection control, Socket data, Duration limit, LongSupplier ticker) {
        this.control = control;
        this.data = data;
        this.limit = limit;
        this.ticker = ticker;
    }

    /** Takes at most three times the limit. */
    End run() throws IOException {
        Reply reply;
        try {
            reply = control.reply(limit);
            if (reply.preliminary()) {
                read();
                reply = control.reply(limit);
            }
        } catch (SocketTimeoutException e) {
            if (tlsFailure != null) {
                return new End(PortVerdict.FAILED, told(tlsFailure), false);
            }
            return anyBytes
                    ? new End(PortVerdict.FAILED, "the listing did not end within the limit", false)
                    : new End(PortVerdict.WRONG_SOURCE, "the server did not notice the connection", false);
        }
        if (reply.completion()) {
            return new End(PortVerdict.OPEN, "", true);
        }
        if (tlsFailure != null) {
            return new End(PortVerdict.FAILED, told(tlsFailure) + "; " + reply.text(), true);
        }
        PortVerdict verdict =
                NO_CONNECTION.contains(reply.code()) && !anyBytes ? PortVerdict.WRONG_SOURCE : PortVerdict.FAILED;
        return new End(verdict, reply.text(), true);
    }

    /**
     * Reads to the end and closes: ProFTPD says its last word when this end is closed, or 10 s later. A failure other than
     * one of TLS is not told: the server's reply says more about what it saw.
     */
    private void read() {
        long began = ticker.getAsLong();
        byte[] buffer = new byte[8192];
        try (Socket plain = limited();
                Socket secured = control.protect(plain)) {
            // A TLS record that a time-out cut in two would be lost, so that only plain reads are sliced.
            secured.setSoTimeout(secured == plain ? SLICE_MILLIS : (int) limit.toMillis());
            InputStream in = secured.getInputStream();
            while (ticker.getAsLong() - began < limit.toNanos()) {
                try {
                    if (in.read(buffer) < 0) {
                        return;
                    }
                    anyBytes = true;
                } catch (SocketTimeoutException e) {
                    if (control.replyWaits()) {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            tlsFailure = ofTls(e) ? e : null;
        }
    }

    /** Not the end of the stream in the middle of a handshake: so does a server end what is not from its client. */
    private static boolean ofTls(IOException e) {
        ConnectionOutcome outcome = ConnectionOutcome.of(e);
        return outcome == ConnectionOutcome.NOT_TRUSTED
                || (outcome == ConnectionOutcome.TLS_BROKEN && !(e.getCause() instanceof EOFException));
    }

    private static String told(IOException e) {
        return "TLS of the data connection: " + ConnectionOutcome.of(e) + " (" + e.getMessage() + ")";
    }

    private Socket limited() throws IOException {
        data.setSoTimeout((int) limit.toMillis());
        return data;
    }
}
