package org.ephemeralftp.server.admin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.ephemeralftp.server.control.SessionObserver;
import org.ephemeralftp.server.control.SessionView;
import org.ephemeralftp.server.control.TransferReport;

/** What sessions did: logins, transfers, bytes. */
final class SessionCounts implements SessionObserver {
    private static final String OTHER = "other";
    private static final Set<String> UPLOADS = Set.of("STOR", "STOU", "APPE");
    private static final List<String> COMMANDS = List.of("RETR", "STOR", "STOU", "APPE", "LIST", "NLST", "MLSD", OTHER);

    /** What came of a transfer command, as its reply tells. */
    private enum Outcome {
        COMPLETE,
        /** 425 or 522: there was no data connection, or none as it had to be. */
        NOT_CONNECTED,
        /** 426: the connection broke, stood still, or was ended. */
        CUT,
        /** 451 or 452: the file failed. */
        FILE_FAILED,
        /** Any other: the command could not be meant, or not be allowed. */
        REFUSED;

        static Outcome of(int code) {
            return switch (code) {
                case 226 -> COMPLETE;
                case 425, 522 -> NOT_CONNECTED;
                case 426 -> CUT;
                case 451, 452 -> FILE_FAILED;
                default -> REFUSED;
            };
        }
    }

    /** What is counted of one command. */
    private record Transfers(Map<Outcome, Counter> outcomes, Timer duration, Counter bytes) {}

    private final Counter opened;
    private final Counter succeeded;
    private final Counter failed;
    private final Map<String, Transfers> transfers = new HashMap<>();

    SessionCounts(MeterRegistry registry) {
        opened = Counter.builder(Metrics.PREFIX + "sessions.opened")
                .description("Control sessions that were admitted")
                .register(registry);
        succeeded = logins("succeeded", registry);
        failed = logins("failed", registry);
        Counter sent = bytes("sent", registry);
        Counter received = bytes("received", registry);
        COMMANDS.forEach(command ->
                transfers.put(command, transfers(command, UPLOADS.contains(command) ? received : sent, registry)));
    }

    private static Counter logins(String result, MeterRegistry registry) {
        return Counter.builder(Metrics.PREFIX + "logins")
                .tag("result", result)
                .description("Logins, by what came of them")
                .register(registry);
    }

    private static Counter bytes(String direction, MeterRegistry registry) {
        return Counter.builder(Metrics.PREFIX + "data")
                .baseUnit("bytes")
                .tag("direction", direction)
                .description("Bytes over data connections, counted when a transfer ends")
                .register(registry);
    }

    private static Transfers transfers(String command, Counter bytes, MeterRegistry registry) {
        Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(
                    outcome,
                    Counter.builder(Metrics.PREFIX + "transfers")
                            .tag("command", command)
                            .tag("outcome", Json.name(outcome))
                            .description("Transfer commands, by what came of them")
                            .register(registry));
        }
        Timer duration = Histogram.TRANSFER
                .timer("transfer.duration", "How long transfer commands took that had a data connection")
                .tag("command", command)
                .register(registry);
        return new Transfers(outcomes, duration, bytes);
    }

    @Override
    public void opened(SessionView session) {
        opened.increment();
    }

    @Override
    public void loggedIn(SessionView session) {
        succeeded.increment();
    }

    @Override
    public void loginFailed(SessionView session, String user) {
        failed.increment();
    }

    @Override
    public void transferred(SessionView session, TransferReport report) {
        Transfers counted = transfers.get(report.verb());
        if (counted == null) {
            counted = Objects.requireNonNull(transfers.get(OTHER));
        }
        Objects.requireNonNull(counted.outcomes.get(Outcome.of(report.code()))).increment();
        if (report.dataPort() != 0) {
            counted.bytes.increment((double) report.bytes());
            counted.duration.record(report.duration());
        }
    }
}
