package org.ephemeralftp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.DataMode.ClientEnd;
import org.ephemeralftp.server.testing.Way;

/** A way for a client to keep a server waiting, and how that ends: with which reply, and not before which limit. */
enum Stall {
    NEVER_CONNECTS(Ways.PASSIVE, StallYard.LEASE) {
        @Override
        void run(StalledClient client, ControlConnection control) throws Exception {
            client.way().mode().setUp(control).close();
            control.expect("RETR big", 150);
            control.expect(425);
        }
    },

    /** Its system does not answer to connects. */
    NEVER_ANSWERS(Ways.ACTIVE, StallYard.CONNECT) {
        @Override
        void run(StalledClient client, ControlConnection control) throws Exception {
            client.announce(control, client.yard().deafPort());
            control.expect("RETR big", 425);
        }
    },

    /** Nobody listens where it said: that needs no limit. */
    LISTENS_NOWHERE(Ways.ACTIVE, Duration.ZERO) {
        @Override
        void run(StalledClient client, ControlConnection control) throws Exception {
            int nobody;
            try (ServerSocket closed = new ServerSocket(0, 1, control.client())) {
                nobody = closed.getLocalPort();
            }
            client.announce(control, nobody);
            assertThat(control.expect("RETR big", 425).text()).contains("refused");
        }
    },

    NEVER_READS(Ways.ALL, StallYard.DATA) {
        @Override
        void run(StalledClient client, ControlConnection control) throws Exception {
            try (ClientEnd end = client.way().mode().setUp(control)) {
                control.write("RETR big");
                try (Socket data = end.connect()) {
                    control.expect(150);
                    control.expect(426);
                    StalledClient.assertCutShort(data);
                }
            }
        }
    },

    /**
     * Its system would tell that there is room again only when there is a good part of the buffer, hours later: for the
     * server this is a client that reads nothing.
     */
    READS_A_BYTE_A_SECOND(Ways.ALL, StallYard.DATA) {
        @Override
        void run(StalledClient client, ControlConnection control) throws Exception {
            try (ClientEnd end = client.way().mode().setUp(control)) {
                control.write("RETR big");
                try (Socket data = end.connect()) {
                    control.expect(150);
                    AtomicInteger count = new AtomicInteger();
                    CompletableFuture<Boolean> reading = client.yard().everySecond(() -> {
                        assertThat(data.getInputStream().read()).isZero();
                        count.incrementAndGet();
                        return false;
                    });
                    control.expect(426);
                    // It fails at the reset, or is at its pause.
                    reading.complete(true);
                    assertThat(count).hasPositiveValue();
                    StalledClient.assertCutShort(data);
                }
            }
        }
    },

    NEVER_WRITES(Ways.ALL, StallYard.DATA) {
        @Override
        void run(StalledClient client, ControlConnection control) throws Exception {
            try (ClientEnd end = client.way().mode().setUp(control)) {
                control.write("STOR " + client.upload());
                try (Socket data = end.connect()) {
                    control.expect(150);
                    control.expect(426);
                    StalledClient.assertEnds(data);
                }
            }
            assertThat(client.yard().home.resolve(client.upload())).doesNotExist();
        }
    },

    /** It moves, so there is no limit: it goes on for longer than all the others, and for longer than every limit. */
    WRITES_A_BYTE_A_SECOND(Ways.ALL, StallYard.LONG) {
        @Override
        void run(StalledClient client, ControlConnection control) throws Exception {
            long count = StallYard.LONG.toSeconds();
            AtomicInteger written = new AtomicInteger();
            try (ClientEnd end = client.way().mode().setUp(control)) {
                control.write("STOR " + client.upload());
                try (Socket data = end.connect()) {
                    control.expect(150);
                    client.yard()
                            .everySecond(() -> {
                                data.getOutputStream().write(written.getAndIncrement());
                                return written.get() > count
                                        && client.yard().limited.getCount() == 0;
                            })
                            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                }
            }
            control.expect(226);
            byte[] all = new byte[written.get()];
            for (int i = 0; i < all.length; i++) {
                all[i] = (byte) i;
            }
            assertThat(client.yard().home.resolve(client.upload())).hasBinaryContent(all);
            Files.delete(client.yard().home.resolve(client.upload()));
        }
    },

    /** The time of its lease is over before the session's. */
    SAYS_NOTHING_AFTER_THE_SETUP(Ways.ALL, StallYard.IDLE) {
        @Override
        void run(StalledClient client, ControlConnection control) throws Exception {
            try (ClientEnd end = client.way().mode().setUp(control)) {
                control.expect(421);
                assertThat(end).isNotNull();
            }
        }
    },

    CONNECTS_AND_SAYS_NOTHING(Ways.PASSIVE, StallYard.IDLE) {
        @Override
        void run(StalledClient client, ControlConnection control) throws Exception {
            try (ClientEnd end = client.way().mode().setUp(control);
                    Socket data = end.connect()) {
                StalledClient.assertEnds(data);
                control.expect(421);
            }
        }
    },

    NEVER_LOGS_IN(Ways.ONE_A_FAMILY, StallYard.IDLE) {
        @Override
        void run(StalledClient client, ControlConnection control) throws Exception {
            control.expect(421);
        }
    },

    COMMANDS_A_BYTE_A_SECOND(Ways.ONE_A_FAMILY, StallYard.IDLE) {
        @Override
        void run(StalledClient client, ControlConnection control) throws Exception {
            control.expect("NOOP", 200);
            CompletableFuture<Boolean> writing = client.yard().everySecond(() -> {
                control.socket().getOutputStream().write('N');
                return false;
            });
            control.expect(421);
            writing.complete(true);
        }
    },

    /** Nor does it get the 421: that it is over it learns when it writes. */
    NEVER_READS_REPLIES(Ways.ONE_A_FAMILY, StallYard.IDLE) {
        @Override
        void run(StalledClient client, ControlConnection control) throws Exception {
            OutputStream out = control.socket().getOutputStream();
            try {
                out.write("HELP\r\n".repeat(REPLIES).getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // Where the kernel is short of memory, this is more than its buffers hold.
                return;
            }
            client.yard()
                    .everySecond(() -> {
                        try {
                            out.write('N');
                            return false;
                        } catch (IOException e) {
                            return true;
                        }
                    })
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    };

    private static final int PATIENCE_SECONDS = 120;
    /** So many that socket buffers do not hold their texts. */
    private static final int REPLIES = 30_000;

    /** In which ways one can stall like this. */
    private enum Ways {
        ALL,
        PASSIVE,
        ACTIVE,
        /** For what has nothing to do with data connections. */
        ONE_A_FAMILY
    }

    private final Ways ways;
    private final Duration limit;

    Stall(Ways ways, Duration limit) {
        this.ways = ways;
        this.limit = limit;
    }

    /** Stalls; returns when the server has put an end to it. */
    abstract void run(StalledClient client, ControlConnection control) throws Exception;

    /** Whether one can stall like this there. */
    boolean isFor(Way way) {
        return switch (ways) {
            case ALL -> true;
            case PASSIVE -> way.isPassive();
            case ACTIVE -> way.isActive();
            case ONE_A_FAMILY -> way.mode() == DataMode.EPSV;
        };
    }

    /** What it must take at least. */
    Duration limit() {
        return limit;
    }

    /** Whether the server puts an end to it at all. */
    boolean isLimited() {
        return this != WRITES_A_BYTE_A_SECOND;
    }

    boolean logsIn() {
        return this != NEVER_LOGS_IN;
    }

    boolean uploads() {
        return this == NEVER_WRITES || this == WRITES_A_BYTE_A_SECOND;
    }

    /** Whether the session is over too: every other limit leaves it alone. */
    boolean endsSession() {
        return limit.equals(StallYard.IDLE);
    }
}
