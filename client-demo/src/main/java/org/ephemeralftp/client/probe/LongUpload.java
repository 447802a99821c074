package org.ephemeralftp.client.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

import org.ephemeralftp.client.connection.ControlConnection;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Endpoint;
import org.ephemeralftp.client.connection.Reply;

/** An upload whose bytes trickle, so that the control connection is idle for as long as is asked for, or nearly so. */
final class LongUpload {
    private static final Duration LONGEST_TICK = Duration.ofSeconds(1);
    private static final Duration LONGEST_BETWEEN_NOOPS = Duration.ofSeconds(10);
    private static final int PARTS = 10;

    private final Session session;
    private final ControlConnection control;
    private final AttemptLog log;
    private final Duration wait;
    private final Duration length;
    private final LongSupplier ticker;

    /**
     * @param wait of each single wait, at most
     * @param length how long it is to take
     */
    LongUpload(Session session, AttemptLog log, Duration wait, Duration length, LongSupplier ticker) {
        this.session = session;
        this.control = session.control();
        this.log = log;
        this.wait = wait;
        this.length = length;
        this.ticker = ticker;
    }

    void go(DataMode mode, String name, boolean noops) throws PhaseFailed {
        DataSteps steps = new DataSteps(session, log, wait, ticker);
        Endpoint said = steps.passive(mode);
        Socket raw =
                steps.connect(said, session.remote().address(), session.local().address());
        Reply start = steps.start("STOR", name);
        AttemptLog.Step bytes = steps.bytes(raw);
        int unanswered = 0;
        try (raw) {
            raw.setSoTimeout((int) wait.toMillis());
            try (Socket data = control.protect(raw)) {
                unanswered = trickle(data, noops);
            }
        } catch (IOException e) {
            throw steps.failed(bytes, e);
        }
        bytes.completed("for " + length.toSeconds() + " s");
        int expected = unanswered;
        log.reply(Phase.TRANSFER_END, () -> start.completion() ? start : finalReply(expected));
    }

    /** Tells how many NOOPs were sent. */
    private int trickle(Socket data, boolean noops) throws IOException {
        Duration tick = smaller(length.dividedBy(PARTS), LONGEST_TICK);
        Duration betweenNoops = smaller(length.dividedBy(PARTS), LONGEST_BETWEEN_NOOPS);
        OutputStream out = data.getOutputStream();
        data.setSoTimeout((int) Math.max(1, tick.toMillis()));
        long began = ticker.getAsLong();
        int sent = 0;
        for (Duration gone = Duration.ZERO; gone.compareTo(length) < 0; gone = since(began)) {
            out.write('.');
            out.flush();
            if (noops && gone.compareTo(betweenNoops.multipliedBy(sent)) >= 0) {
                control.write("NOOP", null);
                sent++;
            }
            awaitTick(data);
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted");
            }
        }
        return sent;
    }

    /** Nothing comes over the data connection of an upload but its end, which thus shows at once. */
    private static void awaitTick(Socket data) throws IOException {
        try {
            if (data.getInputStream().read() >= 0) {
                throw new IOException("the server sends bytes during an upload");
            }
            throw new EOFException("the server closed the data connection during the upload");
        } catch (SocketTimeoutException tick) {
            // As it should be.
        }
    }

    /**
     * The one of the upload among those of NOOPs, which some servers give at once and others after it. What says "done" in
     * any other way than a 226 or 250, or that a command is not known or not possible now, belongs to a NOOP.
     */
    private Reply finalReply(int noops) throws IOException {
        Reply reply = control.reply(wait);
        for (int i = 0; i < noops && ofNoop(reply); i++) {
            reply = control.reply(wait);
        }
        return reply;
    }

    private static boolean ofNoop(Reply reply) {
        return reply.completion()
                ? reply.code() != 226 && reply.code() != 250
                : reply.code() >= 500 && reply.code() <= 504;
    }

    private Duration since(long began) {
        return Duration.ofNanos(ticker.getAsLong() - began);
    }

    private static Duration smaller(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
