package org.ephemeralftp.client.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.HostLookup;
import org.ephemeralftp.client.connection.Resolution;
import org.ephemeralftp.client.connection.StallGuard;

/** A probe under way: one cell after the other, within the limit of the whole. */
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
        TimeLimit limit = new TimeLimit(ticker, plan.within());
        List<CellResult> results = new ArrayList<>();
        try (StallGuard guard = new StallGuard(ticker)) {
            AttemptLog lookingUp = new AttemptLog(ticker, plan.password(), List.of(), phase -> {});
            Findings findings = new Findings(addresses(lookingUp, limit));
            Surroundings surroundings = new Surroundings(plan, observer, ticker, guard, findings);
            List<PhaseRecord> unknown = lookingUp.phases();
            List<Cell> cells = plan.cells();
            for (int i = 0; i < cells.size(); i++) {
                Cell cell = cells.get(i);
                int toCome = (int) cells.subList(i + 1, cells.size()).stream()
                        .filter(each -> whySkipped(each, findings) == null)
                        .count();
                observer.cellStarted(cell);
                CellResult result = !unknown.isEmpty() && cell.mode().carries(cell.family())
                        ? failed(cell, new Attempt(Attempt.Kind.USUAL, unknown), "")
                        : probe(cell, surroundings, limit, toCome);
                results.add(result);
                observer.cellEnded(result);
            }
        }
        DiagnosisRules rules = new DiagnosisRules(plan.server(), results);
        return new ProbeReport(plan.server(), results, rules.diagnoses(), rules.remarks(), limit.elapsed());
    }

    /** None if there is a record of why. */
    private List<InetAddress> addresses(AttemptLog log, TimeLimit limit) {
        AttemptLog.Step step = log.begin(Phase.CONTROL_CONNECT);
        try {
            return Resolution.of(plan.server().host(), lookup, plan.wait(limit.left()));
        } catch (UnknownHostException e) {
            step.failed(e);
            return List.of();
        }
    }

    private CellResult probe(Cell cell, Surroundings surroundings, TimeLimit limit, int toCome) {
        Findings findings = surroundings.findings();
        String whySkipped = whySkipped(cell, findings);
        if (whySkipped != null) {
            return new CellResult(cell, Verdict.SKIPPED, List.of(), List.of(), whySkipped);
        }
        Optional<Findings.Finding> unreachable = findings.unreachable(cell);
        if (unreachable.isPresent()) {
            return failed(
                    cell,
                    unreachable.get().attempt(),
                    "not tried again: the control connection failed in "
                            + unreachable.get().cell());
        }
        Optional<Findings.Finding> refused = findings.loginRefused(cell);
        if (refused.isPresent()) {
            // Each try counts where accounts are locked after some.
            return failed(
                    cell,
                    refused.get().attempt(),
                    "not tried again: the login was refused in " + refused.get().cell());
        }
        return new CellProbe(surroundings, cell, limit, toCome).probe();
    }

    private static CellResult failed(Cell cell, Attempt attempt, String remark) {
        Verdict verdict = Verdict.failed(Verdict.Kind.FAILED, attempt.last());
        return new CellResult(cell, verdict, List.of(attempt), List.of(), remark);
    }

    private @Nullable String whySkipped(Cell cell, Findings findings) {
        AddressFamily family = cell.family();
        if (!cell.mode().carries(family)) {
            return cell.mode() + " cannot express an " + family + " address; "
                    + cell.mode().extended() + " can";
        }
        InetAddress from = plan.from();
        if (from != null && AddressFamily.of(from) != family) {
            return "the connections are to come from " + from.getHostAddress() + ", which is " + AddressFamily.of(from);
        }
        return findings.addresses(family).isEmpty() ? plan.server().host() + " has no " + family + " address" : null;
    }
}
