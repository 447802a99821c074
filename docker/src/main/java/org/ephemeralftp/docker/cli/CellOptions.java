package org.ephemeralftp.docker.cli;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.probe.Cell;
import org.ephemeralftp.client.settings.Choices;
import org.ephemeralftp.docker.lab.ProbeRequest;

/** The options that say what is probed; they are those of the client's {@code probe}. */
final class CellOptions {
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
    private List<Protection> protections = List.of(Protection.values());

    @Option(
            names = "--family",
            paramLabel = "FAMILY",
            split = ",",
            converter = Choices.Family.class,
            description = "Any of ipv4,ipv6; both unless given.")
    private List<AddressFamily> families = List.of(AddressFamily.values());

    @Option(
            names = "--tries",
            paramLabel = "COUNT",
            defaultValue = "4",
            converter = Choices.Tries.class,
            description = "How many passive ports are tried in each cell; ${DEFAULT-VALUE} unless given.")
    private int tries;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "4",
            converter = Choices.Within.class,
            description = "Limit of each single wait; ${DEFAULT-VALUE} unless given.")
    private long timeout;

    @Option(
            names = "--within",
            paramLabel = "SECONDS",
            defaultValue = "60",
            converter = Choices.Within.class,
            description = "Limit of both probes together, beside --long and --unconnected; ${DEFAULT-VALUE} unless "
                    + "given. With many cells, each wait is shorter than --timeout.")
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

    ProbeRequest request() {
        return new ProbeRequest(
                EnumSet.copyOf(modes),
                EnumSet.copyOf(protections),
                EnumSet.copyOf(families),
                tries,
                Duration.ofSeconds(timeout),
                Duration.ofSeconds(within),
                longTransfer == null ? Duration.ZERO : Duration.ofSeconds(longTransfer),
                unconnected);
    }

    /** Those that are going to be probed, for expectations to be checked beforehand. */
    static List<Cell> cells(ProbeRequest request) {
        return request.families().stream()
                .flatMap(family -> request.protections().stream()
                        .flatMap(
                                protection -> request.modes().stream().map(mode -> new Cell(mode, protection, family))))
                .toList();
    }
}
