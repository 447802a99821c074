package org.ephemeralftp.client.probe;

import java.util.List;

import org.ephemeralftp.client.connection.ServerAddress;

/** The rules that lead from what was seen in all cells to the likely causes, each with its evidence and its fix. */
final class DiagnosisRules {
    private final ServerAddress server;
    private final List<CellResult> cells;

    DiagnosisRules(ServerAddress server, List<CellResult> cells) {
        this.server = server;
        this.cells = cells;
    }

    /** One for each cell that is neither OK nor skipped. */
    List<Diagnosis> diagnoses() {
        return cells.stream()
                .filter(each -> each.verdict().kind() != Verdict.Kind.OK
                        && each.verdict().kind() != Verdict.Kind.SKIPPED)
                .map(each -> new Diagnosis(each.cell(), List.of(unknown(each)), false, ""))
                .toList();
    }

    private Cause unknown(CellResult cell) {
        return new Cause(CauseKind.UNKNOWN, server + ": " + cell.verdict(), "");
    }

    /** What is worth knowing although nothing fails for it. */
    List<Cause> remarks() {
        return List.of();
    }
}
