package org.ephemeralftp.client.settings;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Protection;

/** The options of every command that probes: what is tried, and for how long. */
public final class ProbeOptions {
    @Option(
            names = "--mode",
            paramLabel = "MODE",
            split = ",",
            converter = Choices.Mode.class,
            description = "Any of pasv,epsv,port,eprt; all of them unless given.")
    private List<DataMode> modes = List.of(DataMode.values());

    @Option(
            names = "--protection",
            paramLabel = "KIND",
            split = ",",
            converter = Choices.Protected.class,
            description = "Any of plain,tls; both unless given.")
    private @Nullable List<Protection> protections;

    @Option(
            names = "--tries",
            paramLabel = "COUNT",
            defaultValue = "4",
            converter = Choices.Tries.class,
            description = "How many passive ports are tried in each cell; ${DEFAULT-VALUE} unless given.")
    private int tries;

    @Option(
            names = "--within",
            paramLabel = "SECONDS",
            defaultValue = "60",
            converter = Choices.Within.class,
            description =
                    "Limit of all probing together, beside --long and --unconnected; ${DEFAULT-VALUE} unless given. "
                            + "With many cells, each wait is shorter than --timeout.")
    private long within;

    @Option(
            names = "--long",
            paramLabel = "SECONDS",
            converter = Choices.Seconds.class,
            description = "Makes an upload that takes this long, to see whether the idle control connection survives.")
    private @Nullable Long longTransfer;

    @Option(
            names = "--unconnected",
            description = "Lets a passive port go unused, to see when the server gives up waiting.")
    private boolean unconnected;

    public Set<DataMode> modes() {
        return EnumSet.copyOf(modes);
    }

    /** Those that were asked for; empty if nothing was said of it. */
    public Optional<Set<Protection>> protections() {
        return Optional.ofNullable(protections).map(EnumSet::copyOf);
    }

    public int tries() {
        return tries;
    }

    public Duration within() {
        return Duration.ofSeconds(within);
    }

    /** How long the upload takes; zero if there is none. */
    public Duration longTransfer() {
        return longTransfer == null ? Duration.ZERO : Duration.ofSeconds(longTransfer);
    }

    public boolean unconnected() {
        return unconnected;
    }
}
