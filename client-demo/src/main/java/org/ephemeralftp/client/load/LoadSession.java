package org.ephemeralftp.client.load;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

/** One session of a load, and its thread's work: it logs in, takes transfers until none is left, and begins anew when it breaks. */
final class LoadSession implements Runnable {
    /** So often in a row it may fail to be set up, or break without a transfer that ended well. */
    static final int MOST_STRIKES = 5;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private final LoadWork work;
    private int strikes;
    private boolean wasThere;
    private boolean announced;

    LoadSession(LoadWork work) {
        this.work = work;
    }

    @Override
    public void run() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = oneLife();
                if (goesOn && ++strikes == MOST_STRIKES) {
                    work.gaveUp();
                    goesOn = false;
                } else if (goesOn) {
                    work.pause(FIRST_PAUSE.multipliedBy(1L << strikes));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            work.sessionEnded();
        }
    }

    /** From the connect to the end of the connection; tells whether another one is to follow. */
    private boolean oneLife() throws InterruptedException {
        try (FtpSession session = work.session()) {
            try {
                session.open();
                if (wasThere) {
                    work.meters().reconnected();
                }
                wasThere = true;
                announce();
                work.awaitOthers();
                allTransfers(session);
                session.control().quit();
                return false;
            } catch (IOException e) {
                work.troubled(LoadProblem.ofSession(e));
            } catch (LoadProblem e) {
                work.failed(e);
            } finally {
                announce();
                work.closed(session);
            }
            return work.goesOn();
        }
    }

    private void announce() {
        if (!announced) {
            announced = true;
            work.ready();
        }
    }

    /** Takes transfers until none is left, or one of them breaks the session. */
    private void allTransfers(FtpSession session) throws LoadProblem {
        LoadTransfer transfers = work.transfers(session);
        for (OptionalLong next = work.next(); next.isPresent(); next = work.next()) {
            try {
                one(transfers, next.getAsLong());
            } catch (LoadProblem e) {
                if (e.broken()) {
                    throw e;
                }
                work.failed(e);
            }
        }
    }

    private void one(LoadTransfer transfers, long number) throws LoadProblem {
        Cargo cargo = work.cargo(number);
        Transfer transfer;
        try {
            transfer = transfers.run(cargo, work.plan().mode(number));
        } catch (LoadProblem e) {
            if (!e.broken() && cargo instanceof Cargo.Upload upload && transfers.discard(upload.name())) {
                work.deleted(upload.name());
            }
            throw e;
        }
        // Not part of what is measured: an upload is deleted at once, so that neither disk nor listings fill up.
        if (cargo instanceof Cargo.Upload upload) {
            transfers.delete(upload.name(), upload.content().size());
            work.deleted(upload.name());
        }
        strikes = 0;
        work.succeeded(transfer);
    }
}
