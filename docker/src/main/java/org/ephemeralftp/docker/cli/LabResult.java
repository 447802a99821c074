package org.ephemeralftp.docker.cli;

import java.net.Inet6Address;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.probe.Cell;
import org.ephemeralftp.client.probe.Expectations;
import org.ephemeralftp.client.probe.Verdict;
import org.ephemeralftp.client.report.ProbeResult;
import org.ephemeralftp.client.report.ProbeResult.Mark;
import org.ephemeralftp.client.report.SweepWords;
import org.ephemeralftp.client.sweep.PortVerdict;
import org.ephemeralftp.client.sweep.SweepReport;
import org.ephemeralftp.docker.lab.LabReport;

/**
 * What came of a ruleset, and what is to be thought of it.
 *
 * @param probe with the rules
 */
record LabResult(LabReport report, ProbeResult probe) {
    static LabResult of(LabReport report, @Nullable Expectations expectations) {
        return new LabResult(report, ProbeResult.of(report.probe(), expectations));
    }

    /** The cell in which the ports were swept. */
    static Cell cell(SweepReport sweep) {
        AddressFamily family = sweep.address() instanceof Inet6Address ? AddressFamily.IPV6 : AddressFamily.IPV4;
        return new Cell(sweep.mode(), sweep.protection(), family);
    }

    /**
     * What is thought of the sweep. A cell that is meant to work, and does on the few ports of its probe, promises all of
     * them; of others a sweep says nothing new. Ports that no rule can have closed say nothing of the rules.
     */
    Mark sweepMark() {
        Optional<SweepReport> sweep = report.sweep();
        if (sweep.isEmpty() || !promisesAll(cell(sweep.get()))) {
            return Mark.LEFT_OUT;
        }
        if (sweep.get().failed()) {
            return report.sweepProven() ? Mark.NOT_FINE : Mark.UNTOLD;
        }
        return sweep.get().passed() ? Mark.FINE : Mark.UNTOLD;
    }

    private boolean promisesAll(Cell cell) {
        return probe.rows().stream()
                .filter(row -> row.cell().cell().equals(cell))
                .anyMatch(row -> row.mark() == Mark.FINE
                        && (row.cell().verdict().kind() == Verdict.Kind.OK
                                || row.cell().verdict().kind() == Verdict.Kind.MISADVERTISED)
                        && (row.judgement() == null
                                || !row.judgement().expected().equals("any")));
    }

    /** What the sweep found, in a line. */
    static String words(SweepReport sweep) {
        String closed = sweep.ranges().stream()
                .filter(each -> each.verdict() != PortVerdict.OPEN)
                .limit(8)
                .map(each -> each.numbers() + " " + each.verdict().words())
                .collect(Collectors.joining("; "));
        return SweepWords.verdict(sweep) + (closed.isEmpty() ? "" : " " + closed);
    }

    /** As the client's probe has it; a sweep that is not fine counts as a cell does. */
    int exitStatus() {
        int status = probe.exitStatus();
        if (status == ProbeResult.NOT_AS_EXPECTED || sweepMark() == Mark.NOT_FINE) {
            return ProbeResult.NOT_AS_EXPECTED;
        }
        return sweepMark() == Mark.UNTOLD ? ProbeResult.INCONCLUSIVE : status;
    }
}
