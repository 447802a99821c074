package org.ephemeralftp.docker.cli;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.probe.Cell;
import org.ephemeralftp.client.settings.Choices;
import org.ephemeralftp.client.settings.ProbeOptions;
import org.ephemeralftp.docker.lab.ProbeRequest;

/** The options that say what is probed; they are those of the client's {@code probe}. */
final class CellOptions {
    @Mixin
    private final ProbeOptions options = new ProbeOptions();

    @Option(
            names = "--family",
            paramLabel = "FAMILY",
            split = ",",
            converter = Choices.Family.class,
            description = "Any of ipv4,ipv6; both unless given.")
    private List<AddressFamily> families = List.of(AddressFamily.values());

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "4",
            converter = Choices.Within.class,
            description = "Limit of each single wait; ${DEFAULT-VALUE} unless given.")
    private long timeout;

    ProbeRequest request() {
        return new ProbeRequest(
                options.modes(),
                options.protections().orElseGet(() -> EnumSet.allOf(Protection.class)),
                EnumSet.copyOf(families),
                options.tries(),
                Duration.ofSeconds(timeout),
                options.within(),
                options.longTransfer(),
                options.unconnected());
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
