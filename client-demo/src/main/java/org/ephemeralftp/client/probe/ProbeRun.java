package org.ephemeralftp.client.probe;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

import org.ephemeralftp.client.connection.HostLookup;

/** A probe under way. */
final class ProbeRun {
    private final ProbePlan plan;
    private final ProbeObserver observer;
    private final LongSupplier ticker;
    private final HostLookup lookup;

    ProbeRun(ProbePlan plan, ProbeObserver observer, LongSupplier ticker, HostLookup lookup) {
        this.plan = plan;
        this.observer = observer;
        this.ticker = ticker;
        this.lookup = lookup;
    }

    ProbeReport run() {
        long began = ticker.getAsLong();
        List<CellResult> results = plan.cells().stream().map(this::probe).toList();
        DiagnosisRules rules = new DiagnosisRules(plan.server(), results);
        Duration took = Duration.ofNanos(ticker.getAsLong() - began);
        return new ProbeReport(plan.server(), results, rules.diagnoses(), rules.remarks(), took);
    }

    private CellResult probe(Cell cell) {
        observer.cellStarted(cell);
        CellResult result = new CellResult(cell, Verdict.INCONCLUSIVE, List.of(), List.of(), "not tried " + lookup);
        observer.cellEnded(result);
        return result;
    }
}
