package org.ephemeralftp.server.control;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines in the log about refusals of one kind, of which a flood makes no flood of lines: the first one is told at once,
 * and then one a minute with the count of those between.
 */
final class RefusalLog {
    private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);
    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier ticker;
    private boolean told;
    private long toldAt;
    private long untold;

    RefusalLog(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /** Somebody was refused. */
    void refused(String why, Object whom) {
        long others = othersToTell();
        if (others == 0) {
            log.info("{}: refused {}", why, whom);
        } else if (others > 0) {
            log.info("{}: refused {} and, since it was last said, {} others", why, whom, others);
        }
    }

    /** How many others are to be told of with this one; negative if it is not to be told now. */
    private synchronized long othersToTell() {
        long now = ticker.getAsLong();
        if (told && now - toldAt < PAUSE_NANOS) {
            untold++;
            return -1;
        }
        long others = untold;
        told = true;
        toldAt = now;
        untold = 0;
        return others;
    }
}
