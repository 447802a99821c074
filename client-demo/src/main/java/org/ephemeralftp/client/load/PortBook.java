package org.ephemeralftp.client.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The book of the ports a server used, one line for each use. For any thread. */
final class PortBook {
    private final LongSupplier ticker;
    private final Map<Integer, Long> uses = new TreeMap<>();
    private final Map<Integer, Use> last = new TreeMap<>();
    private final Histogram distance = new Histogram(3);
    private final Histogram micros = new Histogram(3);
    private long total;

    PortBook(LongSupplier ticker) {
        this.ticker = ticker;
    }

    synchronized void used(int port) {
        Use now = new Use(++total, ticker.getAsLong());
        uses.merge(port, 1L, Long::sum);
        @Nullable Use before = last.put(port, now);
        if (before != null) {
            distance.recordValue(now.number - before.number);
            micros.recordValue(TimeUnit.NANOSECONDS.toMicros(now.at - before.at));
        }
    }

    synchronized PortUse report() {
        return new PortUse(new TreeMap<>(uses), Percentiles.of(distance), Percentiles.of(micros));
    }

    private record Use(long number, long at) {}
}
