package org.ephemeralftp.docker.lab;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.ephemeralftp.client.probe.Cell;
import org.ephemeralftp.client.probe.ProbeReport;
import org.ephemeralftp.client.sweep.SweepReport;

/**
 * What came of a ruleset.
 *
 * @param control the probe without rules: what does not work there says nothing of the rules
 * @param probe the probe with the rules. A cell whose control failed is inconclusive; so is one that fails although no rule
 *     of any host that drops, rejects or translates counted a packet, and one that passes although the rules of a host met
 *     no packet at all: its remark says why
 * @param evidence one for each cell of the probe, in its order
 * @param remarks what else is worth knowing, such as rules that no packet came to; may hold text of the rules
 * @param sweep every passive port, one by one, if that was asked for and a session could be had
 * @param sweepProven whether a rule that can close ports counted a packet during the sweep
 */
public record LabReport(
        ProbeReport control,
        ProbeReport probe,
        List<CellEvidence> evidence,
        List<String> remarks,
        Optional<SweepReport> sweep,
        boolean sweepProven,
        Duration took) {
    public LabReport {
        evidence = List.copyOf(evidence);
        remarks = List.copyOf(remarks);
    }

    /** What the firewalls did during this cell, if it was asked for. */
    public Optional<CellEvidence> evidence(Cell cell) {
        return evidence.stream().filter(each -> each.cell().equals(cell)).findFirst();
    }
}
