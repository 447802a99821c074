package org.ephemeralftp.client.probe;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.connection.Endpoint;

/**
 * What happened in one phase.
 *
 * @param code that of the reply if the outcome is REPLIED, else 0
 * @param text the reply's last line, or what the operating system said; may hold anything, so escape it
 * @param took how long the phase took
 * @param said the address and port that the 227, the 229, PORT or EPRT named; null in phases without one
 * @param local this end of the connection that the phase was about; null if there was none
 * @param remote its other end, as it was used; null if there was none
 */
public record PhaseRecord(
        Phase phase,
        ConnectionOutcome outcome,
        int code,
        String text,
        Duration took,
        @Nullable Endpoint said,
        @Nullable Endpoint local,
        @Nullable Endpoint remote) {
    /** Whether the next phase could come. */
    public boolean passed() {
        return switch (outcome) {
            case CONNECTED, COMPLETED -> true;
            case REPLIED ->
                switch (phase) {
                    // A 226 at once is odd, but all that one wanted.
                    case TRANSFER_START -> code < 300;
                    case DATA_CONNECT -> false;
                    default -> code / 100 == 2;
                };
            default -> false;
        };
    }
}
