package org.ephemeralftp.docker.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** One run of the command line within the test's process, and what it printed. */
record Invocation(int status, String out, String err) {
    static Invocation of(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.commandLine(environment)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setUsageHelpAutoWidth(false)
                .execute(arguments);
        return new Invocation(status, out.toString(), err.toString());
    }
}
