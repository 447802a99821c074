package org.ephemeralftp.client.sweep;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.connection.ServerAddress;

/**
 * What a sweep found.
 *
 * @param address the server's, to which all connections went
 * @param ports one result for each port that was asked for or handed out, in order
 * @param sessions the most that were open at a time
 * @param trouble why the last session ended that ended badly, or could not be had; may hold anything, so escape it before
 *     it reaches a terminal; empty if none did
 */
public record SweepReport(
        ServerAddress server,
        InetAddress address,
        DataMode mode,
        Protection protection,
        List<PortResult> ports,
        Learning learning,
        Retries retries,
        int sessions,
        Ending ending,
        String trouble,
        Duration limit,
        Duration took) {
    public SweepReport {
        ports = List.copyOf(ports);
    }

    /** Why a sweep ended. */
    public enum Ending {
        /** All was tried that there was to try. */
        COMPLETE,
        /** The time was over. */
        TIME_LIMIT,
        /** The server had a new port again and again. */
        DRAW_LIMIT,
        /** The server took no session any more, or had no port for any. */
        NO_SESSION
    }

    /**
     * What was tried more than once, because one try may lie.
     *
     * @param again ports that failed otherwise than by a time-out, tried once more
     * @param againChanged how many of them had another outcome then
     * @param slowly ports that timed out while others were refused, tried once more one at a time, one a second
     * @param slowlyChanged how many of them had another outcome then
     * @param believed ports of this kind that were not tried again, as those tried last all timed out again
     */
    public record Retries(int again, int againChanged, int slowly, int slowlyChanged, int believed) {}

    /** The ports in as few ranges as their verdicts allow. */
    public List<PortRange> ranges() {
        List<PortRange> ranges = new ArrayList<>();
        ports.forEach(each -> PortRange.add(ranges, each.port(), each.verdict()));
        return ranges;
    }

    /** The result of one port, if it was asked for or handed out. */
    public Optional<PortResult> port(int number) {
        return ports.stream().filter(each -> each.port() == number).findFirst();
    }

    /** How many ports have this verdict. */
    public long count(PortVerdict verdict) {
        return ports.stream().filter(each -> each.verdict() == verdict).count();
    }

    /** Whether there are ports and every one of them is open, and it is known that these are all. */
    public boolean passed() {
        return !ports.isEmpty() && ending == Ending.COMPLETE && count(PortVerdict.OPEN) == ports.size();
    }

    /** Whether at least one port is known to be closed to this client. */
    public boolean failed() {
        return ports.stream().anyMatch(each -> each.verdict().closed());
    }
}
