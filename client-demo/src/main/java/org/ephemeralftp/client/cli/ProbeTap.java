package org.ephemeralftp.client.cli;

import com.google.gson.JsonPrimitive;
import java.util.List;

import org.ephemeralftp.client.probe.Cause;
import org.ephemeralftp.client.probe.Diagnosis;

/**
 * A probe's result in the Test Anything Protocol, version 14: a test point for each cell, with the diagnosis as its YAML
 * block. What could not be told is not ok; what is not judged has the directive SKIP.
 */
final class ProbeTap {
    private ProbeTap() {}

    static String of(ProbeResult result) {
        StringBuilder tap =
                new StringBuilder("TAP version 14\n1.." + result.rows().size() + "\n");
        int number = 0;
        for (ProbeResult.Row row : result.rows()) {
            number++;
            point(tap, number, row);
            if (row.mark() == ProbeResult.Mark.NOT_FINE || row.mark() == ProbeResult.Mark.UNTOLD) {
                result.report().diagnosis(row.cell().cell()).ifPresent(each -> block(tap, each));
            }
        }
        return tap.toString();
    }

    private static void point(StringBuilder tap, int number, ProbeResult.Row row) {
        boolean ok = row.mark() == ProbeResult.Mark.FINE || row.mark() == ProbeResult.Mark.LEFT_OUT;
        tap.append(ok ? "ok " : "not ok ")
                .append(number)
                .append(" - ")
                .append(text(row.cell().cell() + ": " + row.text()));
        if (row.mark() == ProbeResult.Mark.LEFT_OUT) {
            String why = row.cell().remark().isEmpty()
                    ? "nothing is expected"
                    : row.cell().remark();
            tap.append(" # SKIP ").append(text(why));
        }
        tap.append('\n');
    }

    private static void block(StringBuilder tap, Diagnosis diagnosis) {
        tap.append("  ---\n  causes:\n");
        List<Cause> causes = diagnosis.causes();
        for (Cause cause : causes) {
            tap.append("    - kind: ").append(Json.name(cause.kind())).append('\n');
            tap.append("      evidence: ").append(quoted(cause.evidence())).append('\n');
            tap.append("      fix: ").append(quoted(cause.fix())).append('\n');
        }
        tap.append("  conclusive: ").append(diagnosis.conclusive()).append('\n');
        tap.append("  nextRun: ").append(quoted(diagnosis.nextRun())).append("\n  ...\n");
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
