package org.ephemeralftp.client.probe;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.ephemeralftp.client.connection.ServerAddress;

/**
 * The rules that lead from what was seen in all cells to the likely causes, each with its evidence and its fix. A new rule
 * goes into the list of its stage, before the rules that are more general.
 */
final class DiagnosisRules {
    private static final List<Rule> RULES = Stream.of(
                    Icmpv6Rules.ALL,
                    ControlRules.ALL,
                    LoginRules.ALL,
                    FirewallHelper.PASSIVE,
                    PassiveRules.ALL,
                    FirewallHelper.ACTIVE,
                    ActiveRules.ALL,
                    TransferRules.ALL)
            .flatMap(List::stream)
            .toList();

    private final Seen seen;

    DiagnosisRules(ServerAddress server, List<CellResult> cells) {
        this.seen = new Seen(server, cells);
    }

    /** One for each cell that is neither OK nor skipped. */
    List<Diagnosis> diagnoses() {
        return seen.cells().stream()
                .filter(each -> each.verdict().kind() != Verdict.Kind.OK
                        && each.verdict().kind() != Verdict.Kind.SKIPPED)
                .map(each -> finding(each).of(each.cell()))
                .toList();
    }

    /** What is worth knowing although nothing fails for it. */
    List<Cause> remarks() {
        return new Remarks(seen).all();
    }

    private Finding finding(CellResult result) {
        if (result.verdict().kind() == Verdict.Kind.INCONCLUSIVE) {
            return untold(result);
        }
        if (result.verdict().kind() == Verdict.Kind.MISADVERTISED) {
            return PassiveRules.advertisedAddressWrong(result, seen);
        }
        return Failure.of(seen, result)
                .flatMap(failure -> RULES.stream()
                        .flatMap(rule -> rule.explain(failure).stream())
                        .findFirst()
                        .or(() -> Optional.of(unknown(failure))))
                .orElseGet(() -> untold(result));
    }

    private static Finding unknown(Failure failure) {
        return Finding.likely(
                CauseKind.UNKNOWN,
                failure.record().phase() + ": " + Evidence.of(failure.record()) + ", " + Evidence.who(failure)
                        + Evidence.butWorks(failure.seen().working(cell -> true)),
                "Look into the server's log for this session.",
                "the same on the server itself, and with a capture of packets");
    }

    private static Finding untold(CellResult result) {
        String why = result.remark().isBlank() ? "it was not tried to an end" : result.remark();
        return Finding.likely(
                CauseKind.UNKNOWN,
                why,
                "Nothing is known of this cell. Give it more time: a longer --within, and on a slow way a longer --timeout.",
                "the same with more time, or with this cell alone");
    }
}
