package org.ephemeralftp.client.probe;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.connection.Endpoint;
import org.ephemeralftp.client.connection.Protection;

/**
 * A failed attempt of one cell, with everything that was seen in the others.
 *
 * @param attempt the one that the cell's verdict speaks of
 * @param record its last phase
 */
record Failure(Seen seen, CellResult result, Attempt attempt, PhaseRecord record) {
    /** The one that the verdict of the cell speaks of; empty if it speaks of none, as an inconclusive one does. */
    static Optional<Failure> of(Seen seen, CellResult result) {
        Verdict verdict = result.verdict();
        return result.attempts().stream()
                .filter(attempt -> !attempt.phases().isEmpty())
                .filter(attempt -> attempt.last().phase() == verdict.phase()
                        && attempt.last().outcome() == verdict.outcome()
                        && attempt.last().code() == verdict.code())
                .findFirst()
                .map(attempt -> new Failure(seen, result, attempt, attempt.last()));
    }

    Cell cell() {
        return result.cell();
    }

    boolean passive() {
        return cell().mode().passive();
    }

    boolean tls() {
        return cell().protection() == Protection.TLS;
    }

    boolean at(Phase phase) {
        return record.phase() == phase;
    }

    boolean endedIn(ConnectionOutcome... outcomes) {
        return Arrays.asList(outcomes).contains(record.outcome());
    }

    /** Whether a reply with one of these codes ended it. */
    boolean replied(Integer... codes) {
        return refused() && Arrays.asList(codes).contains(record.code());
    }

    /** Whether a negative reply ended it (RFC 959, section 4.2.1: 4yz and 5yz). */
    boolean refused() {
        return record.outcome() == ConnectionOutcome.REPLIED && record.code() >= 400;
    }

    /** Whether it is an attempt like any other, and not one that is unusual on purpose. */
    boolean usual() {
        return attempt.kind() == Attempt.Kind.USUAL;
    }

    /** The same mode in clear, if this is under TLS, and the other way round; if it was tried. */
    Optional<CellResult> twin() {
        Protection other = tls() ? Protection.PLAIN : Protection.TLS;
        return seen.cell(new Cell(cell().mode(), other, cell().family()));
    }

    /** Whether the same cell works in clear, if this is under TLS, and the other way round. */
    boolean twinWorks() {
        return twin().filter(Seen::works).isPresent();
    }

    /** Whether the twin came as far as its data connection, so that both can be compared. */
    boolean twinTells() {
        return twin().filter(each -> Seen.reached(each, Phase.DATA_CONNECT)).isPresent();
    }

    /** The cells that failed as this one did, this one among them. */
    List<CellResult> fellows() {
        return seen.fellows(result);
    }

    /** What the 227, the 229, PORT or EPRT of this attempt named. */
    Optional<Endpoint> said() {
        return attempt.phase(Phase.DATA_SETUP).map(PhaseRecord::said);
    }
}
