package org.ephemeralftp.client.probe;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.ephemeralftp.client.connection.ServerAddress;

/**
 * What a probe found.
 *
 * @param cells in the order in which they were tried
 * @param diagnoses one for each cell that is neither OK nor skipped
 * @param remarks what is worth knowing although nothing fails for it, such as a device that rewrites the 227
 */
public record ProbeReport(
        ServerAddress server, List<CellResult> cells, List<Diagnosis> diagnoses, List<Cause> remarks, Duration took) {
    public ProbeReport {
        cells = List.copyOf(cells);
        diagnoses = List.copyOf(diagnoses);
        remarks = List.copyOf(remarks);
    }

    /** What was found in this cell, if it was asked for. */
    public Optional<CellResult> cell(Cell cell) {
        return cells.stream().filter(each -> each.cell().equals(cell)).findFirst();
    }

    /** Why this cell did not work; empty if it did. */
    public Optional<Diagnosis> diagnosis(Cell cell) {
        return diagnoses.stream().filter(each -> each.cell().equals(cell)).findFirst();
    }

    /** Whether something was tried and all of it worked, wherever there was something to try. */
    public boolean passed() {
        return cells.stream().anyMatch(each -> each.verdict().kind() == Verdict.Kind.OK)
                && cells.stream()
                        .map(each -> each.verdict().kind())
                        .allMatch(kind -> kind == Verdict.Kind.OK || kind == Verdict.Kind.SKIPPED);
    }
}
