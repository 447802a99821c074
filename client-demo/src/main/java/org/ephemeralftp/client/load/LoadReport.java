package org.ephemeralftp.client.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What came of a load.
 *
 * @param end why it ended
 * @param note what more there is to say of the end; empty if nothing. May hold anything the server sent
 * @param sessions how many were to run at once
 * @param sessionsGivenUp how many of them gave up before the end
 * @param reconnects how often a session that had broken was set up again
 * @param planned how many transfers were to be tried
 * @param transfers how many ended well
 * @param bytes that these moved over data connections
 * @param took from the first setup command to the end of the last transfer
 * @param latencyMicros from the setup command to the final reply, in microseconds, of transfers that ended well
 * @param setupMicros from the setup command to its reply, in microseconds
 * @param connectMicros in microseconds: passive, the connect; active, from the transfer command until the server's
 *     connection was accepted
 * @param errors the most frequent first
 * @param passivePorts those told in 227 and 229
 * @param activePorts those the server connected from
 * @param timeline what was open at once
 * @param filesLeft uploads that could not be deleted
 */
public record LoadReport(
        LoadEnd end,
        String note,
        int sessions,
        int sessionsGivenUp,
        long reconnects,
        long planned,
        long transfers,
        long bytes,
        Duration took,
        Map<Operation, Percentiles> latencyMicros,
        Percentiles setupMicros,
        Percentiles connectMicros,
        List<ErrorCount> errors,
        PortUse passivePorts,
        PortUse activePorts,
        List<Sample> timeline,
        List<String> filesLeft) {
    public LoadReport {
        latencyMicros = Map.copyOf(latencyMicros);
        errors = List.copyOf(errors);
        timeline = List.copyOf(timeline);
        filesLeft = List.copyOf(filesLeft);
    }

    /** Whether all transfers were tried and nothing at all went wrong. */
    public boolean passed() {
        return end.asPlanned() && errors.isEmpty();
    }

    /** 0 if none ended well. */
    public double transfersPerSecond() {
        return perSecond(transfers);
    }

    /** Over data connections, both ways; 0 if none moved. */
    public double mebibytesPerSecond() {
        return perSecond(bytes) / (1 << 20);
    }

    private double perSecond(long amount) {
        return took.isZero() ? 0 : amount / (took.toNanos() / 1e9);
    }
}
