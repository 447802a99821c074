package org.ephemeralftp.docker.lab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.probe.Attempt;
import org.ephemeralftp.client.probe.Cause;
import org.ephemeralftp.client.probe.CauseKind;
import org.ephemeralftp.client.probe.Cell;
import org.ephemeralftp.client.probe.CellResult;
import org.ephemeralftp.client.probe.Diagnosis;
import org.ephemeralftp.client.probe.Phase;
import org.ephemeralftp.client.probe.ProbeReport;
import org.ephemeralftp.client.probe.Verdict;
import org.ephemeralftp.docker.lab.CountedRule.Effect;
import org.ephemeralftp.docker.lab.CountedRule.Kinds;

/**
 * Decides which verdicts of a probe say something of the rules: a cell that fails does only if it worked without them, so
 * that there was a listener, and if a rule that can make it fail counted a packet meanwhile; one that passes, if there are no
 * rules that no packet of the whole probe came to, as those may be on the wrong host.
 */
final class Judge {
    private final ProbeReport control;
    private final ProbeReport probe;
    private final Map<Cell, Snapshots.Seen> seen = new HashMap<>();
    private final boolean rules;
    private final Set<LabHost> onTheWay;
    private final Optional<String> unmet;

    /** Why a cell is inconclusive, and which run would tell more. */
    private record Doubt(String why, String nextRun) {}

    /**
     * @param rules whether there are any
     * @param onTheWay the hosts whose rules packets between client and server come by
     * @param unmet which rules met no packet of the whole probe, if there are such
     */
    Judge(
            ProbeReport control,
            ProbeReport probe,
            List<Snapshots.Seen> seen,
            boolean rules,
            Set<LabHost> onTheWay,
            Optional<String> unmet) {
        this.onTheWay = onTheWay;
        this.unmet = unmet;
        this.control = control;
        this.probe = probe;
        this.rules = rules;
        seen.forEach(each -> this.seen.put(each.cell(), each));
    }

    /** The probe's report, with what says nothing of the rules as inconclusive. */
    ProbeReport judged() {
        List<CellResult> cells = new ArrayList<>();
        List<Diagnosis> diagnoses = new ArrayList<>();
        for (CellResult cell : probe.cells()) {
            Optional<Doubt> doubt = doubt(cell);
            if (doubt.isPresent()) {
                cells.add(with(cell, Verdict.INCONCLUSIVE, doubt.get().why()));
                diagnoses.add(diagnosis(cell.cell(), doubt.get()));
            } else {
                cells.add(unseen(cell) ? with(cell, cell.verdict(), "no rule counted a packet of it") : cell);
                probe.diagnosis(cell.cell()).map(each -> diagnosis(each, cell)).ifPresent(diagnoses::add);
            }
        }
        return new ProbeReport(probe.server(), cells, diagnoses, probe.remarks(), probe.took());
    }

    /** With what the firewalls tell of it and no client can see. */
    private Diagnosis diagnosis(Diagnosis ofTheClient, CellResult cell) {
        Snapshots.Seen evidence = evidence(cell);
        List<CountedRule> hindering = hindering(cell);
        Diagnosis diagnosis = HelperWithoutRelated.diagnosis(ofTheClient, cell, evidence);
        return HinderingRules.named(RateLimit.diagnosis(diagnosis, hindering, evidence.rules()), hindering);
    }

    /** What was seen during the cell; if it was not tried itself, during the one whose outcome it takes over. */
    Snapshots.Seen evidence(CellResult cell) {
        Snapshots.Seen own = seen.getOrDefault(cell.cell(), new Snapshots.Seen(cell.cell(), List.of(), List.of()));
        return origin(cell)
                .map(other -> seen.get(other.cell()))
                .map(other -> new Snapshots.Seen(cell.cell(), other.rules(), other.conntrack()))
                .orElse(own);
    }

    private Optional<CellResult> origin(CellResult cell) {
        return probe.cells().stream()
                .takeWhile(other -> !other.cell().equals(cell.cell()))
                .filter(other -> sharesAnAttempt(cell, other))
                .findFirst();
    }

    /** The times in it make one unlike all others. */
    private static boolean sharesAnAttempt(CellResult cell, CellResult other) {
        List<Attempt> attempts = cell.attempts();
        return attempts.size() == 1 && other.attempts().contains(attempts.get(0));
    }

    private Optional<Doubt> doubt(CellResult cell) {
        Verdict.Kind kind = cell.verdict().kind();
        if (kind == Verdict.Kind.SKIPPED || kind == Verdict.Kind.INCONCLUSIVE) {
            return Optional.empty();
        }
        Verdict without = control.cell(cell.cell()).map(CellResult::verdict).orElse(Verdict.INCONCLUSIVE);
        // Under a wrong address of the 227 there is a listener all the same.
        if (without.kind() != Verdict.Kind.OK && without.kind() != Verdict.Kind.MISADVERTISED) {
            return Optional.of(new Doubt(
                    "it is " + cell.verdict() + ", but in the control run, without the rules, " + without
                            + ": that says nothing of the rules",
                    "the same without rules, until the control run passes in this cell"));
        }
        if (kind != Verdict.Kind.OK && !without.equals(cell.verdict()) && !hindered(cell)) {
            return Optional.of(new Doubt(
                    "it is " + cell.verdict()
                            + ", but no rule that drops, rejects, alters or translates counted a packet meanwhile",
                    "the same with a capture of the packets, which shows how far they come"));
        }
        return kind == Verdict.Kind.OK
                ? unmet.map(rules -> new Doubt(
                        "it is " + cell.verdict() + ", but " + rules,
                        "with rules where packets between the client and the server come by"))
                : Optional.empty();
    }

    private boolean hindered(CellResult cell) {
        return !hindering(cell).isEmpty()
                || evidence(cell).rules().stream()
                        .filter(rule -> rule.effect() == Effect.TRANSLATES)
                        // Of the lab's own, forwarding has worked in the control run, and masquerading spares passive
                        // modes.
                        .anyMatch(
                                rule -> !rule.ofTheLab() || (!cell.cell().mode().passive() && isMasquerade(rule)));
    }

    /** The rules that can be why the cell fails. */
    private List<CountedRule> hindering(CellResult cell) {
        return evidence(cell).rules().stream()
                .filter(rule -> rule.effect() == Effect.HINDERS
                        && concerns(rule, cell.cell(), cell.verdict().phase()))
                .toList();
    }

    /** Whether packets that this rule counted can be those for want of which a cell fails in this phase. */
    private static boolean concerns(CountedRule rule, Cell cell, @Nullable Phase phase) {
        if (rule.kinds().isEmpty() || phase == null) {
            return true;
        }
        Kinds kinds = rule.kinds().get();
        boolean ipv6 = cell.family() == AddressFamily.IPV6;
        boolean connects = phase == Phase.CONTROL_CONNECT
                // In active mode the phase is over as well when nothing comes over the control connection any more.
                || (phase == Phase.DATA_CONNECT && cell.mode().passive());
        if (connects) {
            return kinds.opening() > 0 || (ipv6 && kinds.icmpv6() > 0);
        }
        // What ends a connection can be missed only from the end of the data on.
        long without = phase.compareTo(Phase.BYTES) < 0 ? kinds.closing() : 0;
        return rule.packets() - without - (ipv6 ? 0 : kinds.icmpv6()) > 0;
    }

    /** Why ports that a sweep over this family found closed say nothing of the rules that counted meanwhile, if so. */
    static Optional<String> doubt(List<CountedRule> counted, AddressFamily family) {
        Cell cell = new Cell(DataMode.EPSV, Protection.PLAIN, family);
        List<CountedRule> closing = counted.stream()
                .filter(rule -> rule.effect() == Effect.HINDERS && concerns(rule, cell, Phase.DATA_CONNECT))
                .toList();
        Optional<String> limit = RateLimit.among(closing, counted)
                .map(rule ->
                        "the sweep found closed ports, and a rule limits how much it lets through: other ports may be"
                                + " closed another time (" + HinderingRules.words(rule) + ")");
        boolean translated = counted.stream().anyMatch(rule -> rule.effect() == Effect.TRANSLATES && !rule.ofTheLab());
        return limit.isPresent() || translated || !closing.isEmpty()
                ? limit
                : Optional.of(
                        "the sweep found closed ports, but no rule that can close them counted a packet meanwhile:"
                                + " that says nothing of the rules");
    }

    private static boolean isMasquerade(CountedRule rule) {
        return rule.effect() == Effect.TRANSLATES && rule.text().contains("masquerade");
    }

    private boolean unseen(CellResult cell) {
        return rules
                && cell.verdict().kind() == Verdict.Kind.OK
                && evidence(cell).rules().stream().allMatch(rule -> rule.ofTheLab() || !onTheWay.contains(rule.host()));
    }

    private static CellResult with(CellResult cell, Verdict verdict, String remark) {
        String all = cell.remark().isEmpty() ? remark : cell.remark() + "; " + remark;
        return new CellResult(cell.cell(), verdict, cell.attempts(), cell.checks(), all);
    }

    private static Diagnosis diagnosis(Cell cell, Doubt doubt) {
        Cause cause = new Cause(CauseKind.UNKNOWN, doubt.why(), "Nothing is known of what the rules do in this cell.");
        return new Diagnosis(cell, List.of(cause), false, doubt.nextRun());
    }
}
