package org.ephemeralftp.client.report;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.ephemeralftp.client.probe.Cause;
import org.ephemeralftp.client.probe.Diagnosis;

/** A diagnosis as paragraphs: each cause with what was seen and what to do, and the run that would tell more. */
record DiagnosisText(Diagnosis diagnosis) {
    static final int WIDTH = 80;

    void print(Page page) {
        String start = diagnosis.conclusive() ? "  Cause:  " : "  Likely: ";
        for (Cause cause : diagnosis.causes()) {
            page.prose(Style.HEADING, start, cause.kind().title());
            page.prose(Style.PLAIN, "    seen: ", cause.evidence());
            page.prose(Style.PLAIN, "    fix:  ", cause.fix());
            start = "  Or:     ";
        }
        if (!diagnosis.nextRun().isEmpty()) {
            page.prose(Style.DATA, "  Next run: ", diagnosis.nextRun());
        }
    }

    String plain() {
        StringWriter text = new StringWriter();
        print(new Page(new PrintWriter(text), false, WIDTH));
        return text.toString();
    }
}
