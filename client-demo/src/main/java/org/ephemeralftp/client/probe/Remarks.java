package org.ephemeralftp.client.probe;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Endpoint;
import org.ephemeralftp.client.connection.Protection;

/** What is worth knowing although nothing fails for it. */
final class Remarks {
    private final Seen seen;

    Remarks(Seen seen) {
        this.seen = seen;
    }

    List<Cause> all() {
        return Stream.concat(
                        Arrays.stream(AddressFamily.values()).flatMap(family -> rewritten(family).stream()),
                        seen.cells().stream().flatMap(this::unconnected))
                .toList();
    }

    /** A helper or gateway that translates the address in the 227 can do so only where it can read it. */
    private Optional<Cause> rewritten(AddressFamily family) {
        Optional<Endpoint> plain = said(new Cell(DataMode.PASV, Protection.PLAIN, family));
        Optional<Endpoint> tls = said(new Cell(DataMode.PASV, Protection.TLS, family));
        if (plain.isEmpty()
                || tls.isEmpty()
                || plain.get().address().equals(tls.get().address())) {
            return Optional.empty();
        }
        return Optional.of(new Cause(
                CauseKind.REPLY_REWRITTEN,
                "the 227 names " + plain.get().host() + " in clear and "
                        + tls.get().host() + " under TLS",
                "Nothing, as long as it works. It does so in clear only: for FTPS let the server tell the outside address "
                        + "itself (with Ephemeral FTP: --advertise), and open and forward its passive ports."));
    }

    private Optional<Endpoint> said(Cell cell) {
        return seen.cell(cell).stream()
                .flatMap(result -> result.attempts().stream())
                .flatMap(attempt -> attempt.phase(Phase.DATA_SETUP).stream())
                .map(PhaseRecord::said)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private Stream<Cause> unconnected(CellResult result) {
        return result.attempts().stream()
                .filter(attempt -> attempt.kind() == Attempt.Kind.UNCONNECTED)
                .filter(attempt -> !attempt.phases().isEmpty())
                .map(Attempt::last)
                .filter(last -> last.phase().compareTo(Phase.DATA_SETUP) > 0)
                .map(last -> unconnected(result.cell(), last));
    }

    private static Cause unconnected(Cell cell, PhaseRecord last) {
        String left = cell + ": a passive port was left alone on purpose; ";
        if (last.outcome() == ConnectionOutcome.REPLIED && last.code() >= 400) {
            return new Cause(
                    CauseKind.LEASE_TIMED_OUT,
                    left + Evidence.of(last),
                    "Nothing: that is as it should be. Clients must connect within this time.");
        }
        return new Cause(
                CauseKind.LEASE_TIMED_OUT,
                left + Evidence.of(last) + ", where the server should have given up with a 425",
                "Give the server a time limit on data connections that do not come (with Ephemeral FTP: "
                        + "--lease-timeout).");
    }
}
