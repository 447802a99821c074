package org.ephemeralftp.client.load;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.ActiveListener;
import org.ephemeralftp.client.connection.ControlConnection;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Endpoint;
import org.ephemeralftp.client.connection.PassiveReply;
import org.ephemeralftp.client.connection.Reply;
import org.ephemeralftp.client.connection.StallGuard;

/** The transfers of one session, one after the other: setup command, data connection, bytes, final reply. */
final class LoadTransfer {
    private static final int BUFFER = 32 * 1024;

    private final FtpSession session;
    private final ControlConnection control;
    private final Duration limit;
    private final StallGuard guard;
    private final LongSupplier ticker;
    private final LoadMeters meters;
    private final byte[] buffer = new byte[BUFFER];

    LoadTransfer(FtpSession session, StallGuard guard, LongSupplier ticker, LoadMeters meters) {
        this.session = session;
        this.control = session.control();
        this.limit = session.limit();
        this.guard = guard;
        this.ticker = ticker;
        this.meters = meters;
    }

    /** Carries out one; what came of it is for the caller to count. */
    Transfer run(Cargo cargo, DataMode mode) throws LoadProblem {
        long began = ticker.getAsLong();
        meters.timeline().asked();
        Carried carried = mode.passive() ? passive(cargo, mode) : active(cargo, mode);
        Duration took = Duration.ofNanos(ticker.getAsLong() - began);
        String difference = carried.moved.check().get();
        if (difference != null) {
            throw LoadProblem.ofContent(cargo.operation(), difference);
        }
        return new Transfer(cargo.operation(), mode, carried.moved.bytes(), carried.port, took);
    }

    private Carried passive(Cargo cargo, DataMode mode) throws LoadProblem {
        Endpoint told = told(mode, setUp(mode, null));
        meters.port(mode, told.port());
        try (Data data = new Data(new Socket())) {
            meters.timeline().leases(1);
            long began = ticker.getAsLong();
            try {
                data.socket.connect(new InetSocketAddress(told.address(), told.port()), (int) limit.toMillis());
            } catch (IOException e) {
                throw LoadProblem.ofData(e);
            } finally {
                meters.timeline().leases(-1);
            }
            meters.connected(ticker.getAsLong() - began);
            data.established();
            requirePreliminary(cargo, ask(cargo.verb(), cargo.argument()));
            return new Carried(move(cargo, data), told.port());
        }
    }

    /** The port is the reply's; the address is the control connection's, so that no reply can direct load elsewhere. */
    private Endpoint told(DataMode mode, Reply reply) throws LoadProblem {
        try {
            InetAddress server = control.remote().address();
            return mode == DataMode.PASV
                    ? new Endpoint(server, PassiveReply.ofPasv(reply.text()).port())
                    : PassiveReply.ofEpsv(reply.text(), server);
        } catch (IOException e) {
            throw LoadProblem.notUnderstood(mode.name(), e);
        }
    }

    private Carried active(Cargo cargo, DataMode mode) throws LoadProblem {
        try (ActiveListener listener = ActiveListener.bind(control.local().address())) {
            session.carriesBy(listener);
            setUp(mode, mode.argument(listener.bound()));
            long began = ticker.getAsLong();
            requirePreliminary(cargo, ask(cargo.verb(), cargo.argument()));
            try (Data data = new Data(accept(cargo, listener))) {
                meters.connected(ticker.getAsLong() - began);
                data.established();
                int port = data.socket.getPort();
                meters.port(mode, port);
                return new Carried(move(cargo, data), port);
            }
        } catch (IOException e) {
            throw LoadProblem.ofData(e);
        }
    }

    /** If none comes, the final reply tells why. */
    private Socket accept(Cargo cargo, ActiveListener listener) throws LoadProblem {
        try {
            return listener.accept(control.remote().address(), limit, ticker, control::replyWaits);
        } catch (IOException e) {
            Reply last = ask(cargo.verb(), () -> control.reply(limit));
            throw last.completion() ? LoadProblem.ofData(e) : LoadProblem.replied(cargo.verb(), last, "");
        }
    }

    private Reply setUp(DataMode mode, @Nullable String argument) throws LoadProblem {
        long began = ticker.getAsLong();
        Reply reply = ask(mode.name(), argument);
        if (!reply.completion()) {
            throw LoadProblem.replied(mode.name(), reply, "");
        }
        meters.setUp(ticker.getAsLong() - began);
        return reply;
    }

    private static void requirePreliminary(Cargo cargo, Reply reply) throws LoadProblem {
        if (!reply.preliminary()) {
            throw LoadProblem.replied(cargo.verb(), reply, "");
        }
    }

    /** Moves the bytes, closes the data connection, and reads the final reply, whatever happened to the bytes. */
    private Cargo.Moved move(Cargo cargo, Data data) throws LoadProblem {
        Cargo.Moved moved = null;
        IOException trouble = null;
        try (StallGuard.Watch watch = guard.watch(data.socket, limit)) {
            try {
                data.socket.setSoTimeout((int) limit.toMillis());
                // Under TLS the handshake is expected after the 150 (RFC 4217, section 10).
                try (Socket socket = control.protect(data.socket)) {
                    moved = cargo.move(socket, buffer, watch::touch);
                }
            } catch (IOException e) {
                trouble = watch.expired() ? new SocketTimeoutException("nothing moved within the limit") : e;
            }
        }
        data.close();
        Reply last = ask(cargo.verb(), () -> control.reply(limit));
        if (!last.completion()) {
            String addition = trouble == null ? "" : " (data connection: " + LoadProblem.text(trouble) + ")";
            throw LoadProblem.replied(cargo.verb(), last, addition);
        }
        if (moved == null) {
            throw LoadProblem.ofData(trouble == null ? new IOException("nothing was moved") : trouble);
        }
        return moved;
    }

    private Reply ask(String verb, @Nullable String argument) throws LoadProblem {
        return ask(verb, () -> control.send(verb, argument));
    }

    private static Reply ask(String verb, Question question) throws LoadProblem {
        try {
            return question.reply();
        } catch (IOException e) {
            throw LoadProblem.broken(verb, e);
        }
    }

    /** Fails if the server says that an upload has another size; not all servers tell (RFC 3659, section 4). */
    void requireSize(Cargo.Upload upload) throws LoadProblem {
        long size = upload.content().size();
        Reply told = ask("SIZE", upload.name());
        if (told.code() == 213 && !told.text().strip().equals("213 " + size)) {
            throw LoadProblem.ofContent(
                    Operation.UPLOAD, "the upload had " + size + " bytes, the server says: " + told.text());
        }
    }

    void delete(Cargo.Upload upload) throws LoadProblem {
        Reply gone = ask("DELE", upload.name());
        if (!gone.completion()) {
            throw LoadProblem.replied("DELE", gone, "");
        }
    }

    /** Deletes what a failed upload may have left; tells whether nothing is there any more, as far as it can be told. */
    boolean discard(String name) throws LoadProblem {
        return ask("DELE", name).completion() || ask("SIZE", name).code() != 213;
    }

    private record Carried(Cargo.Moved moved, int port) {}

    @FunctionalInterface
    private interface Question {
        Reply reply() throws IOException;
    }

    /** A data connection, counted while it is open. */
    private final class Data implements Closeable {
        private final Socket socket;
        private boolean counted;

        private Data(Socket socket) {
            this.socket = socket;
            session.carriesBy(socket);
        }

        private void established() {
            counted = true;
            meters.timeline().connections(1);
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                // The final reply tells what came of the transfer.
            }
            if (counted) {
                counted = false;
                meters.timeline().connections(-1);
            }
        }
    }
}
