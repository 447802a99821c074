package org.ephemeralftp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.Way;

/** One client that keeps the server waiting in one way. */
record StalledClient(StallYard yard, int number, Stall stall, Way way) {
    private static final int PATIENCE_MILLIS = 60_000;

    /** Logs in, waits for the others, and stalls; returns how long that took when everything ended as it should. */
    Duration run() throws Exception {
        try {
            if (!stall.logsIn()) {
                yard.everybody.countDown();
                yard.everybody.await();
            }
            long began = System.nanoTime();
            try (ControlConnection control = ControlConnection.from(way.client(), yard.server)) {
                control.socket().setSoTimeout(PATIENCE_MILLIS);
                if (stall.logsIn()) {
                    control.logIn(stall.uploads() ? "u" : "anonymous", "p");
                    yard.awaitEverybody(control);
                    began = System.nanoTime();
                }
                yard.stalled.incrementAndGet();
                stall.run(this, control);
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                yard.stalled.decrementAndGet();
                assertThat(took).isGreaterThanOrEqualTo(stall.limit());
                assertGoesOnOrNot(control);
                return took;
            }
        } catch (Exception | AssertionError e) {
            // Or the others would wait for it for ever.
            yard.everybody.countDown();
            throw new AssertionError(this + " failed", e);
        } finally {
            if (stall.isLimited()) {
                yard.limited.countDown();
            }
        }
    }

    private void assertGoesOnOrNot(ControlConnection control) throws IOException {
        if (stall.endsSession()) {
            assertEnds(control.socket());
        } else {
            control.expect("NOOP", 200);
            control.expect("QUIT", 221);
        }
    }

    /** Announces a port of the client's. */
    void announce(ControlConnection control, int port) throws IOException {
        control.expect(
                way.mode() == DataMode.PORT
                        ? DataMode.port(control.client(), port)
                        : DataMode.eprt(control.client(), port),
                200);
    }

    /** The name of the file that only this client uploads. */
    String upload() {
        return "upload-" + number;
    }

    /** The connection ends, after whatever had been sent on it. */
    static void assertEnds(Socket socket) throws IOException {
        readToEnd(socket);
    }

    /** The connection ends before all of the big file arrived. */
    static void assertCutShort(Socket data) throws IOException {
        data.setSoTimeout(PATIENCE_MILLIS);
        assertThat(readToEnd(data)).isLessThan(StallYard.BIG);
    }

    private static long readToEnd(Socket socket) throws IOException {
        long count = 0;
        byte[] buffer = new byte[65536];
        try {
            for (int n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                count += n;
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset");
        }
        return count;
    }

    @Override
    public String toString() {
        return "Client " + number + ", which " + stall + " with " + way + " from " + way.client();
    }
}
