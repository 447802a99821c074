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
                work.logIn(session);
                if (wasThere) {
                    work.meters().reconnected();
                }
                wasThere = true;
                announce();
                work.awaitOthers();
                if (allTransfers(session)) {
                    session.control().quit();
                    return false;
                }
            } catch (IOException e) {
                work.troubled(LoadProblem.ofSession(session, e));
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

    /** Takes transfers until none is left; tells whether it came so far, or one of them broke the session. */
    private boolean allTransfers(FtpSession session) {
        LoadTransfer transfers = work.transfers(session);
        for (OptionalLong next = work.next(); next.isPresent(); next = work.next()) {
            if (!one(transfers, next.getAsLong())) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether the session can go on. */
    private boolean one(LoadTransfer transfers, long number) {
        Cargo cargo = work.cargo(number);
        boolean well = false;
        try {
            Transfer transfer = transfers.run(cargo, work.plan().mode(number));
            if (cargo instanceof Cargo.Upload upload) {
                transfers.requireSize(upload);
            }
            well = true;
            strikes = 0;
            work.succeeded(transfer);
        } catch (LoadProblem e) {
            work.failed(e);
            if (e.broken()) {
                return false;
            }
        }
        return !(cargo instanceof Cargo.Upload upload) || tidyUp(transfers, upload, well);
    }

    /** Not part of what is measured: each upload is deleted at once, so that neither disk nor listings fill up. */
    private boolean tidyUp(LoadTransfer transfers, Cargo.Upload upload, boolean there) {
        try {
            if (there) {
                transfers.delete(upload);
                work.deleted(upload.name());
            } else if (transfers.discard(upload.name())) {
                work.deleted(upload.name());
            }
            return true;
        } catch (LoadProblem e) {
            work.troubled(e);
            return !e.broken();
        }
    }
}
