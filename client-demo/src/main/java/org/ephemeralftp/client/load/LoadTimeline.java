package org.ephemeralftp.client.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What was open at once, stretch by stretch: leases and data connections, and how many transfers ended. It begins with
 * the first event. For any thread.
 *
 * <p>Nothing is sampled: a lease lives for microseconds, and a sample would not see it. Each event accounts for the time
 * since the one before.
 */
final class LoadTimeline {
    /** More would be finer than a chart's pixels. When they are used up, each two become one. */
    static final int MOST_STRETCHES = 400;

    private static final long FIRST_WIDTH = Duration.ofMillis(5).toNanos();
    private static final double SECOND = Duration.ofSeconds(1).toNanos();

    private final LongSupplier ticker;
    private final List<Stretch> stretches = new ArrayList<>();
    private long width = FIRST_WIDTH;
    private long began;
    private long accounted;
    private int leases;
    private int connections;

    LoadTimeline(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /** A setup command goes out. */
    synchronized void asked() {
        now();
    }

    synchronized void leases(int change) {
        Stretch stretch = now();
        leases += change;
        stretch.mostLeases = Math.max(stretch.mostLeases, leases);
    }

    synchronized void connections(int change) {
        Stretch stretch = now();
        connections += change;
        stretch.mostConnections = Math.max(stretch.mostConnections, connections);
    }

    synchronized void transferred() {
        now().transfers++;
    }

    /** From the first event to the last. */
    synchronized Duration length() {
        return Duration.ofNanos(accounted);
    }

    synchronized List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < stretches.size(); i++) {
            long start = i * width;
            double covered = Math.min(width, accounted - start);
            Stretch stretch = stretches.get(i);
            // A last stretch that only just began would show any rate.
            if (i == 0 || covered >= width / 2.0) {
                samples.add(new Sample(
                        Duration.ofNanos(start),
                        covered == 0 ? leases : stretch.leaseTime / covered,
                        stretch.mostLeases,
                        covered == 0 ? connections : stretch.connectionTime / covered,
                        stretch.mostConnections,
                        covered == 0 ? 0 : stretch.transfers / covered * SECOND));
            }
        }
        return samples;
    }

    /** Accounts for the time until now, and tells the stretch that is now. */
    private Stretch now() {
        long tick = ticker.getAsLong();
        if (stretches.isEmpty()) {
            began = tick;
            stretches.add(new Stretch());
        }
        long now = tick - began;
        while (now >= width * MOST_STRETCHES) {
            halve();
        }
        while (accounted < now) {
            long until = Math.min(now, width * stretches.size());
            Stretch stretch = stretches.get(stretches.size() - 1);
            stretch.leaseTime += (double) leases * (until - accounted);
            stretch.connectionTime += (double) connections * (until - accounted);
            accounted = until;
            if (accounted == width * stretches.size()) {
                // What is open when a stretch begins counts in it.
                Stretch next = new Stretch();
                next.mostLeases = leases;
                next.mostConnections = connections;
                stretches.add(next);
            }
        }
        return stretches.get(stretches.size() - 1);
    }

    private void halve() {
        List<Stretch> halved = new ArrayList<>();
        for (int i = 0; i < stretches.size(); i += 2) {
            Stretch stretch = stretches.get(i);
            if (i + 1 < stretches.size()) {
                stretch.add(stretches.get(i + 1));
            }
            halved.add(stretch);
        }
        stretches.clear();
        stretches.addAll(halved);
        width *= 2;
    }

    private static final class Stretch {
        private double leaseTime;
        private double connectionTime;
        private int mostLeases;
        private int mostConnections;
        private long transfers;

        private void add(Stretch other) {
            leaseTime += other.leaseTime;
            connectionTime += other.connectionTime;
            mostLeases = Math.max(mostLeases, other.mostLeases);
            mostConnections = Math.max(mostConnections, other.mostConnections);
            transfers += other.transfers;
        }
    }
}
