package org.ephemeralftp.client.load;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.HdrHistogram.Recorder;

import org.ephemeralftp.client.connection.DataMode;

/** Everything that is measured while a load runs. For any thread. */
final class LoadMeters {
    private final Map<Operation, Recorder> transfers = new EnumMap<>(Operation.class);
    private final Recorder setup = new Recorder(3);
    private final Recorder connect = new Recorder(3);
    private final LoadTimeline timeline;
    private final PortBook passivePorts;
    private final PortBook activePorts;
    private final Map<Kind, Errors> errors = new LinkedHashMap<>();
    private final LongAdder done = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder reconnects = new LongAdder();

    LoadMeters(LongSupplier ticker) {
        for (Operation operation : Operation.values()) {
            transfers.put(operation, new Recorder(3));
        }
        timeline = new LoadTimeline(ticker);
        passivePorts = new PortBook(ticker);
        activePorts = new PortBook(ticker);
    }

    LoadTimeline timeline() {
        return timeline;
    }

    void setUp(long nanos) {
        setup.recordValue(TimeUnit.NANOSECONDS.toMicros(nanos));
    }

    void connected(long nanos) {
        connect.recordValue(TimeUnit.NANOSECONDS.toMicros(nanos));
    }

    /** The server's port of a data connection: told by it in a passive mode, seen as the source in an active one. */
    void port(DataMode mode, int port) {
        (mode.passive() ? passivePorts : activePorts).used(port);
    }

    @SuppressWarnings("NullAway") // Every operation has one.
    void transferred(Transfer transfer) {
        transfers
                .get(transfer.operation())
                .recordValue(TimeUnit.NANOSECONDS.toMicros(transfer.took().toNanos()));
        done.increment();
        bytes.add(transfer.bytes());
        timeline.transferred();
    }

    void reconnected() {
        reconnects.increment();
    }

    void failed(LoadProblem problem) {
        synchronized (errors) {
            errors.computeIfAbsent(new Kind(problem.what(), problem.at()), kind -> new Errors(problem.text())).count++;
        }
    }

    long done() {
        return done.sum();
    }

    long bytes() {
        return bytes.sum();
    }

    long reconnects() {
        return reconnects.sum();
    }

    PortUse passivePorts() {
        return passivePorts.report();
    }

    PortUse activePorts() {
        return activePorts.report();
    }

    Percentiles setup() {
        return Percentiles.of(setup.getIntervalHistogram());
    }

    Percentiles connect() {
        return Percentiles.of(connect.getIntervalHistogram());
    }

    /** Of the operations that were carried out. */
    Map<Operation, Percentiles> latencies() {
        Map<Operation, Percentiles> latencies = new EnumMap<>(Operation.class);
        transfers.forEach((operation, recorder) -> {
            Percentiles measured = Percentiles.of(recorder.getIntervalHistogram());
            if (measured.count() > 0) {
                latencies.put(operation, measured);
            }
        });
        return latencies;
    }

    /** The most frequent one first. */
    List<ErrorCount> errors() {
        List<ErrorCount> counts = new ArrayList<>();
        synchronized (errors) {
            errors.forEach((kind, seen) -> counts.add(new ErrorCount(kind.what, kind.at, seen.count, seen.example)));
        }
        counts.sort(Comparator.comparingLong(ErrorCount::count).reversed());
        return counts;
    }

    private record Kind(String what, String at) {}

    private static final class Errors {
        private final String example;
        private long count;

        private Errors(String example) {
            this.example = example;
        }
    }
}
