package org.ephemeralftp.client.probe;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.Endpoint;
import org.ephemeralftp.client.connection.ServerAddress;

/** Everything a probe saw, for rules to ask. */
record Seen(ServerAddress server, List<CellResult> cells) {
    /** FTP's own port, and that of FTP under implicit TLS (IANA): where helpers look unless told otherwise. */
    private static final List<Integer> USUAL_PORTS = List.of(ServerAddress.FTP_PORT, 990);

    Optional<CellResult> cell(Cell cell) {
        return cells.stream().filter(each -> each.cell().equals(cell)).findFirst();
    }

    static boolean works(CellResult result) {
        Verdict.Kind kind = result.verdict().kind();
        return kind == Verdict.Kind.OK || kind == Verdict.Kind.MISADVERTISED;
    }

    static boolean reached(CellResult result, Phase phase) {
        return result.attempts().stream()
                .anyMatch(attempt -> attempt.phase(phase).isPresent());
    }

    boolean onUsualPort() {
        return USUAL_PORTS.contains(server.port());
    }

    /** What was tried over this family. */
    List<CellResult> over(AddressFamily family) {
        return cells.stream()
                .filter(each -> each.cell().family() == family && each.verdict().kind() != Verdict.Kind.SKIPPED)
                .toList();
    }

    /** Those that work among the cells like this. */
    List<CellResult> working(Predicate<Cell> like) {
        return cells.stream()
                .filter(each -> works(each) && like.test(each.cell()))
                .toList();
    }

    /** The cells that failed as this one did; before there is a data connection, how it would be set up is no matter. */
    List<CellResult> fellows(CellResult one) {
        Phase phase = one.verdict().phase();
        boolean anyMode = phase != null && phase.compareTo(Phase.DATA_SETUP) < 0;
        return over(one.cell().family()).stream()
                .filter(each -> each.verdict().equals(one.verdict()))
                .filter(each -> anyMode
                        || each.cell().mode().passive() == one.cell().mode().passive())
                .toList();
    }

    /** All that was tried of passive data connections over this family, other than those left alone on purpose. */
    Connects connects(AddressFamily family) {
        return new Connects(over(family).stream()
                .filter(each -> each.cell().mode().passive())
                .flatMap(each -> each.attempts().stream().flatMap(attempt -> connect(each.cell(), attempt)))
                .toList());
    }

    private static Stream<Connects.Connect> connect(Cell cell, Attempt attempt) {
        if (attempt.kind() == Attempt.Kind.UNCONNECTED) {
            return Stream.empty();
        }
        return attempt.phase(Phase.DATA_CONNECT).stream()
                .map(record -> new Connects.Connect(cell, target(attempt, record), record));
    }

    private static Endpoint target(Attempt attempt, PhaseRecord record) {
        Endpoint used = record.remote();
        return used != null
                ? used
                : attempt.phase(Phase.DATA_SETUP).map(PhaseRecord::said).orElseThrow();
    }

    /** Where control connections over this family went to, as the client sees it. */
    Optional<InetAddress> serverAddress(AddressFamily family) {
        return records(family, Phase.CONTROL_CONNECT)
                .map(PhaseRecord::remote)
                .filter(Objects::nonNull)
                .map(Endpoint::address)
                .findFirst();
    }

    String serverHost(Cell cell) {
        return serverAddress(cell.family())
                .map(address -> new Endpoint(address, server.port()).host())
                .orElseGet(server::host);
    }

    /** An address in a 227 that is not the one the control connection goes to: there is a NAT, or a mistake. */
    Optional<Endpoint> foreignAddress(Cell cell) {
        Optional<InetAddress> used = serverAddress(cell.family());
        return over(cell.family()).stream()
                .filter(each -> each.cell().mode().passive())
                .flatMap(each -> each.attempts().stream())
                .flatMap(attempt -> attempt.phase(Phase.DATA_SETUP).stream())
                .map(PhaseRecord::said)
                .filter(Objects::nonNull)
                .filter(said -> used.isPresent() && AdvertisedAddress.isAnother(said, used.get()))
                .findFirst();
    }

    private Stream<PhaseRecord> records(AddressFamily family, Phase phase) {
        return over(family).stream()
                .flatMap(each -> each.attempts().stream())
                .flatMap(attempt -> attempt.phase(phase).stream());
    }

    /** What came of such a check in any of these cells. */
    static Optional<PhaseRecord> check(List<CellResult> cells, Check.Kind kind) {
        return cells.stream()
                .flatMap(each -> each.checks().stream())
                .filter(each -> each.kind() == kind)
                .map(Check::result)
                .findFirst();
    }
}
