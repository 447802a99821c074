package org.ephemeralftp.client.probe;

/**
 * Something that was tried beside an attempt, because its outcome tells causes apart.
 *
 * @param result what happened; its phase is DATA_CONNECT for ADVERTISED_ADDRESS, TRANSFER_START for SERVERS_VIEW
 */
public record Check(Kind kind, PhaseRecord result) {
    /** What was tried. */
    public enum Kind {
        /**
         * The 227 named another address than the control connection goes to. The attempt went to the latter, as most
         * clients do today; this is a connection to the former, to the same port.
         */
        ADVERTISED_ADDRESS,
        /** No data connection came to be; this is what the server said when it was asked to transfer nevertheless. */
        SERVERS_VIEW
    }
}
