package org.ephemeralftp.server.fuzz;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.Machine;

/** Carries out one script, and looks at every reply. */
final class FuzzClient implements Closeable {
    private static final int PATIENCE_MILLIS = ControlConnection.TIMEOUT_MILLIS;
    /** How long a reply is waited for that may not come at all. */
    private static final int MOMENT_MILLIS = 100;

    private final Script script;
    private final Socket control;
    private final ReplyStream replies;
    private final DataEnd data;
    private final byte[] buffer = new byte[16 * 1024];
    private boolean ended;

    private FuzzClient(Script script, int port, Consumer<String> seen) throws IOException {
        this.script = script;
        String host = script.client().contains(":") ? ControlConnection.IPV6 : ControlConnection.IPV4;
        control = ControlConnection.connect(
                Machine.address(script.client()), new InetSocketAddress(Machine.address(host), port));
        replies = new ReplyStream(seen);
        data = new DataEnd(seen);
    }

    /**
     * Carries out a script against a server.
     *
     * @param seen is told every line and what came on data connections
     * @return the codes of all replies
     */
    static List<Integer> run(Script script, int port, Consumer<String> seen) throws Exception {
        try (FuzzClient client = new FuzzClient(script, port, seen)) {
            try {
                client.control.setTcpNoDelay(true);
                client.carryOut();
                return client.replies.codes();
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("Replies: " + client.replies.codes() + "\n" + script, e);
            }
        }
    }

    private void carryOut() throws IOException {
        int done = 0;
        try {
            for (Step step : script.steps()) {
                carryOut(step);
                done++;
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError(
                    "Nothing more was said in step " + (done + 1) + ": "
                            + script.steps().get(done),
                    e);
        } catch (IOException e) {
            // The server ends a connection that makes no sense to it; one that does is to be served to its end.
            if (script.wellFormed()) {
                throw e;
            }
        }
    }

    private void carryOut(Step step) throws IOException {
        if (step instanceof Step.Send send) {
            send(send);
        } else if (step instanceof Step.Urgent urgent) {
            control.sendUrgentData(urgent.octet());
        } else if (step instanceof Step.Hear) {
            int before = replies.finals();
            readUntil(() -> replies.finals() > before, MOMENT_MILLIS);
        } else if (step instanceof Step.Expect expect) {
            expect(expect.replies());
        } else if (step instanceof Step.Announce announce) {
            announce(announce);
        } else if (step instanceof Step.Connect connect) {
            if (replies.dataPort().isPresent()) {
                InetSocketAddress port = new InetSocketAddress(
                        control.getInetAddress(), replies.dataPort().get());
                data.connect(control.getLocalAddress(), connect.asStranger(), port);
            }
        } else if (step instanceof Step.Data act) {
            data.act(act.act(), act.count());
        } else if (step instanceof Step.End end) {
            end(end.how());
        }
    }

    private void send(Step.Send send) throws IOException {
        byte[] bytes = Octets.bytes(send.octets());
        int from = 0;
        for (int to : send.cuts()) {
            control.getOutputStream().write(bytes, from, to - from);
            from = to;
        }
        control.getOutputStream().write(bytes, from, bytes.length - from);
        // So that the server never waits for this client to read.
        while (!ended && control.getInputStream().available() > 0) {
            readSome();
        }
    }

    private void announce(Step.Announce announce) throws IOException {
        InetAddress client = control.getLocalAddress();
        int port = data.listen(client);
        boolean extended = announce.extended() || client.getAddress().length != 4;
        String command = extended ? DataMode.eprt(client, port) : DataMode.port(client, port);
        control.getOutputStream().write(Octets.bytes(command + "\r\n"));
    }

    private void expect(int count) throws IOException {
        boolean came = readUntil(() -> replies.finals() >= count, PATIENCE_MILLIS);
        if (!came || replies.finals() != count) {
            throw new AssertionError(
                    replies.finals() + " final replies, not " + count + (ended ? ", and the end" : ""));
        }
    }

    private void end(Step.Ending how) throws IOException {
        switch (how) {
            case QUIT, HALF_CLOSE -> {
                if (how == Step.Ending.QUIT && !script.wellFormed()) {
                    control.getOutputStream().write(Octets.bytes("\r\nQUIT\r\n"));
                }
                int finals = replies.finals();
                if (!script.wellFormed()) {
                    control.shutdownOutput();
                }
                if (!readUntil(() -> ended, PATIENCE_MILLIS)) {
                    throw new AssertionError("The server does not end the session");
                }
                if (script.wellFormed() && replies.finals() != finals) {
                    throw new AssertionError((replies.finals() - finals) + " replies after the last one");
                }
            }
            case CLOSE -> control.close();
            case RESET -> {
                control.setSoLinger(true, 0);
                control.close();
            }
        }
    }

    /** Reads until it is so, the connection ends or the time is over. */
    private boolean readUntil(BooleanSupplier enough, int millis) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!enough.getAsBoolean() && !ended) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            control.setSoTimeout((int) left);
            try {
                readSome();
            } catch (SocketTimeoutException e) {
                return false;
            }
        }
        return enough.getAsBoolean();
    }

    private void readSome() throws IOException {
        int count = control.getInputStream().read(buffer);
        if (count < 0) {
            ended = true;
            replies.end();
        }
        for (int i = 0; i < count; i++) {
            replies.accept(buffer[i]);
        }
    }

    @Override
    public void close() throws IOException {
        try (control) {
            data.close();
        }
    }
}
