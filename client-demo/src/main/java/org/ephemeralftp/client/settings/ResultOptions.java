package org.ephemeralftp.client.settings;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import org.ephemeralftp.client.probe.Cell;
import org.ephemeralftp.client.probe.Expectations;
import org.ephemeralftp.client.report.ProbeFormat;

/** The options of every command that probes: what is expected, and how it is told what was found. */
public final class ResultOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs.
    private CommandSpec command;

    @Option(
            names = "--expect",
            paramLabel = "FILE",
            description = "File of what is expected, such as pasv.plain.ipv4 = ok, pasv.tls.* = timed-out at "
                    + "data-connect, port.* = any. The last line that fits a cell counts; others are not judged.")
    private @Nullable Path expect;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            converter = Choices.Format.class,
            description = "One of text,json,junit,tap; ${DEFAULT-VALUE} unless given.")
    private ProbeFormat format = ProbeFormat.TEXT;

    @Option(names = "--no-color", description = "No colors. They are used only on a terminal anyway.")
    private boolean noColor;

    /**
     * What is expected of these cells; null if nothing was said of it.
     *
     * @throws ParameterException if the file is wrong, or names none of them
     */
    public @Nullable Expectations expectations(List<Cell> cells) {
        if (expect == null) {
            return null;
        }
        try {
            Expectations expectations = Expectations.read(expect);
            expectations.check(cells);
            return expectations;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--expect " + e.getMessage(), e);
        }
    }

    public ProbeFormat format() {
        return format;
    }

    public boolean colors() {
        return !noColor && Ansi.AUTO.enabled();
    }
}
