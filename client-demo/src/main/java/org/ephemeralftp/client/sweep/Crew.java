package org.ephemeralftp.client.sweep;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The threads that go through a pass together, each with a session of its own as long as the server has one for it. */
final class Crew {
    /** So many sessions in a row may end badly before a thread gives up. */
    private static final int LOSSES = 5;

    private static final Duration AFTER_A_LOSS = Duration.ofSeconds(1);

    private final Sessions sessions;
    private final PortSource source;
    private final Ledger ledger;
    private final TimeLimit time;
    private final Duration connectTimeout;
    private final Map<Integer, Integer> cutShort = new HashMap<>();
    private volatile String lastLoss = "";

    Crew(Sessions sessions, PortSource source, Ledger ledger, TimeLimit time, Duration connectTimeout) {
        this.sessions = sessions;
        this.source = source;
        this.ledger = ledger;
        this.time = time;
        this.connectTimeout = connectTimeout;
    }

    /** Goes through a pass; tells whether there is nothing left of it. */
    boolean goThrough(Pass pass, int most) {
        int size = Math.max(1, Math.min(sessions.allowed(), most));
        ExecutorService threads = Executors.newFixedThreadPool(size, work -> {
            Thread thread = new Thread(work, "sweep");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Callable<@Nullable Void>> work = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                work.add(() -> {
                    work(pass);
                    return null;
                });
            }
            // Ends soon after the time limit at the latest: all sockets are closed then, those that connect as well.
            for (Future<@Nullable Void> each : threads.invokeAll(work)) {
                each.get();
            }
        } catch (InterruptedException e) {
            time.end();
            sessions.close();
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a defect of the sweep", e.getCause());
        } finally {
            threads.shutdownNow();
        }
        return source.exhausted(pass);
    }

    /** Why the last session ended that ended badly, or could not be had; empty if none did. */
    String lastLoss() {
        return lastLoss;
    }

    private void work(Pass pass) {
        int losses = 0;
        while (losses < LOSSES && time.leaves(connectTimeout) && !source.tooManyDraws() && !source.exhausted(pass)) {
            SweepSession session;
            try {
                session = sessions.take();
            } catch (IOException e) {
                lastLoss = String.valueOf(e.getMessage());
                if (sessions.openNow() > 0) {
                    // The others go on; that is how many the server wants.
                    return;
                }
                losses++;
                time.pause(AFTER_A_LOSS);
                continue;
            }
            try {
                while (session.usable() && tryOne(session, pass, () -> {}).isPresent()) {
                    losses = 0;
                }
                sessions.giveBack(session);
            } catch (IOException e) {
                lastLoss = String.valueOf(e.getMessage());
                sessions.discard(session);
                losses++;
            }
        }
    }

    /**
     * Tries the next port; tells which that was, if there was one.
     *
     * @param beforeConnect what is done when the port is leased
     */
    OptionalInt tryOne(SweepSession session, Pass pass, Runnable beforeConnect) throws IOException {
        if (!time.leaves(connectTimeout)) {
            return OptionalInt.empty();
        }
        OptionalInt port = source.lease(session, pass);
        if (port.isEmpty()) {
            return port;
        }
        beforeConnect.run();
        if (!time.leaves(connectTimeout)) {
            pass.putBack(port.getAsInt());
            return OptionalInt.empty();
        }
        try {
            SweepSession.Tried tried = session.test(port.getAsInt());
            if (time.isOver()) {
                pass.putBack(port.getAsInt());
                return OptionalInt.empty();
            }
            ledger.record(port.getAsInt(), tried);
        } catch (IOException e) {
            lostWith(port.getAsInt(), e, pass);
            throw e;
        }
        return port;
    }

    /** A session that ends while it tries a port says nothing of the port; one that does so again is no chance. */
    private void lostWith(int port, IOException e, Pass pass) {
        boolean twice;
        synchronized (cutShort) {
            twice = cutShort.merge(port, 1, Integer::sum) > 1;
        }
        if (twice && !time.isOver()) {
            ledger.record(port, new SweepSession.Tried(PortVerdict.FAILED, "the session ended: " + e.getMessage()));
        } else {
            pass.putBack(port);
        }
    }
}
