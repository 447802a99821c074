package org.ephemeralftp.server.faults;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The faults of one server as the server sees them. A session claims a fault when it comes to where the fault can
 * happen; nobody else gets it then. If it does not happen after all, it is given back to its place.
 */
public final class FaultScript implements Faults {
    private static final Logger log = LoggerFactory.getLogger(FaultScript.class);

    /** Written under the monitor alone. That it is empty, as it nearly always is, can be seen without. */
    private final List<Claim> script = new CopyOnWriteArrayList<>();

    private @Nullable String neverRefused;

    /** A fault on the script, and the right of whoever claimed it to have it happen. */
    public final class Claim implements AutoCloseable {
        private final Fault fault;
        private boolean claimed;

        private Claim(Fault fault) {
            this.fault = fault;
        }

        public Fault fault() {
            return fault;
        }

        /**
         * To be called right before the fault happens.
         *
         * @param victim what it happens to, for the log
         * @return false if it must not happen, because it was taken off the script meanwhile
         */
        public boolean carryOut(String victim) {
            if (!remove(this)) {
                return false;
            }
            log.warn("A scripted fault happens to {}: {}", victim, fault);
            return true;
        }

        /** Gives the fault back if it has not happened. */
        @Override
        public void close() {
            giveBack(this);
        }
    }

    /** From now on no data connection can be refused; {@code reason} is the end of a sentence. */
    public synchronized void neverRefused(String reason) {
        neverRefused = reason;
    }

    @Override
    public synchronized void next(Fault fault) {
        Objects.requireNonNull(fault, "fault");
        if (fault instanceof Fault.DataRefused && neverRefused != null) {
            throw new IllegalArgumentException("A data connection cannot be refused: " + neverRefused);
        }
        script.add(new Claim(fault));
    }

    @Override
    public synchronized void clear() {
        script.clear();
    }

    @Override
    public synchronized List<Fault> pending() {
        return script.stream().map(Claim::fault).toList();
    }

    /** The first fault for this occasion that nobody has claimed, or null; whoever gets it closes it. */
    public @Nullable Claim claim(Occasion occasion) {
        return script.isEmpty() ? null : claimFirst(occasion);
    }

    private synchronized @Nullable Claim claimFirst(Occasion occasion) {
        for (Claim candidate : script) {
            if (!candidate.claimed && occasion.suits(candidate.fault)) {
                candidate.claimed = true;
                return candidate;
            }
        }
        return null;
    }

    private synchronized boolean remove(Claim claim) {
        return script.remove(claim);
    }

    private synchronized void giveBack(Claim claim) {
        claim.claimed = false;
    }
}
