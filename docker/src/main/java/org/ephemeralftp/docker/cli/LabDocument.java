package org.ephemeralftp.docker.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.ephemeralftp.client.probe.Cell;
import org.ephemeralftp.client.report.More;
import org.ephemeralftp.client.report.ProbeFormat;
import org.ephemeralftp.client.report.ProbeJUnit;
import org.ephemeralftp.client.report.ProbeTap;
import org.ephemeralftp.docker.lab.CellEvidence;

/** What came of a ruleset, in the forms for programs. */
final class LabDocument {
    private LabDocument() {}

    /** The whole of it; text is printed by {@link LabPrinter}, part by part. */
    static String of(LabResult result, ProbeFormat format) {
        return switch (format) {
            case TEXT -> "";
            case JSON -> LabJson.of(result) + "\n";
            case JUNIT -> ProbeJUnit.of(result.probe(), more(result));
            case TAP -> ProbeTap.of(result.probe(), more(result));
        };
    }

    private static More more(LabResult result) {
        Map<Cell, List<String>> notes = result.report().evidence().stream()
                .collect(Collectors.toMap(CellEvidence::cell, EvidenceText::lines, (first, second) -> first));
        List<More.Point> sweep = result.report().sweep().stream()
                .map(each -> new More.Point(
                        "sweep." + LabResult.cell(each), result.sweepMark(), LabResult.words(each), each.took()))
                .toList();
        return new More("ephemeral-ftp-lab", notes, sweep);
    }
}
