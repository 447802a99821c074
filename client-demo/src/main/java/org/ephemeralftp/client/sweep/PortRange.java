package org.ephemeralftp.client.sweep;

import java.util.List;

/** Ports that follow each other without a gap and have one verdict. */
public record PortRange(int from, int to, PortVerdict verdict) {

    /** Adds a port that is higher than all before it. */
    static void add(List<PortRange> ranges, int port, PortVerdict verdict) {
        int last = ranges.size() - 1;
        if (last >= 0 && ranges.get(last).to == port - 1 && ranges.get(last).verdict == verdict) {
            ranges.set(last, new PortRange(ranges.get(last).from, port, verdict));
        } else {
            ranges.add(new PortRange(port, port, verdict));
        }
    }

    /** How many ports these are. */
    public int size() {
        return to - from + 1;
    }

    /** The numbers alone: {@code 50000-50004}, or {@code 50000}. */
    public String numbers() {
        return from == to ? Integer.toString(from) : from + "-" + to;
    }

    /** Numbers and verdict: {@code 50000-50004 timed-out}. */
    @Override
    public String toString() {
        return numbers() + " " + verdict;
    }
}
