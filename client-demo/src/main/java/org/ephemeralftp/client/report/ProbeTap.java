package org.ephemeralftp.client.report;

import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Optional;

import org.ephemeralftp.client.probe.Cause;
import org.ephemeralftp.client.probe.Cell;
import org.ephemeralftp.client.probe.Diagnosis;

/**
 * A probe's result in the Test Anything Protocol, version 14: a test point for each cell, with the diagnosis as its YAML
 * block. What could not be told is not ok; what is not judged has the directive SKIP.
 */
public final class ProbeTap {
    private ProbeTap() {}

    /** The whole document. */
    public static String of(ProbeResult result, More more) {
        StringBuilder tap = new StringBuilder(
                "TAP version 14\n1.." + (result.rows().size() + more.points().size()) + "\n");
        int number = 0;
        for (ProbeResult.Row row : result.rows()) {
            number++;
            Cell cell = row.cell().cell();
            String why = row.cell().remark().isEmpty()
                    ? "nothing is expected"
                    : row.cell().remark();
            point(tap, number, row.mark(), cell + ": " + row.text(), why);
            if (row.mark() == ProbeResult.Mark.NOT_FINE || row.mark() == ProbeResult.Mark.UNTOLD) {
                block(tap, result.report().diagnosis(cell), more.notes().getOrDefault(cell, List.of()));
            }
        }
        for (More.Point point : more.points()) {
            number++;
            point(tap, number, point.mark(), point.name() + ": " + point.text(), "its cell tells that");
        }
        return tap.toString();
    }

    private static void point(
            StringBuilder tap, int number, ProbeResult.Mark mark, String description, String whyLeftOut) {
        boolean ok = mark == ProbeResult.Mark.FINE || mark == ProbeResult.Mark.LEFT_OUT;
        tap.append(ok ? "ok " : "not ok ").append(number).append(" - ").append(text(description));
        if (mark == ProbeResult.Mark.LEFT_OUT) {
            tap.append(" # SKIP ").append(text(whyLeftOut));
        }
        tap.append('\n');
    }

    private static void block(StringBuilder tap, Optional<Diagnosis> diagnosis, List<String> notes) {
        if (diagnosis.isEmpty() && notes.isEmpty()) {
            return;
        }
        tap.append("  ---\n");
        diagnosis.ifPresent(each -> causes(tap, each));
        if (!notes.isEmpty()) {
            tap.append("  notes:\n");
            notes.forEach(each -> tap.append("    - ").append(quoted(each)).append('\n'));
        }
        tap.append("  ...\n");
    }

    private static void causes(StringBuilder tap, Diagnosis diagnosis) {
        tap.append("  causes:\n");
        List<Cause> causes = diagnosis.causes();
        for (Cause cause : causes) {
            tap.append("    - kind: ").append(Json.name(cause.kind())).append('\n');
            tap.append("      evidence: ").append(quoted(cause.evidence())).append('\n');
            tap.append("      fix: ").append(quoted(cause.fix())).append('\n');
        }
        tap.append("  conclusive: ").append(diagnosis.conclusive()).append('\n');
        tap.append("  nextRun: ").append(quoted(diagnosis.nextRun())).append('\n');
    }

    /** In descriptions, a # would begin a directive, and a backslash escapes. */
    private static String text(String text) {
        return Escaped.text(text).replace("\\", "\\\\").replace("#", "\\#");
    }

    /** A JSON string is a double-quoted YAML string, too (YAML 1.2, section 7.3.1). */
    private static String quoted(String text) {
        return Json.text(new JsonPrimitive(text));
    }
}
