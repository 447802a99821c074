package org.ephemeralftp.client.tour;

import org.ephemeralftp.client.connection.Endpoint;

/**
 * A data connection that came to be, with all four numbers that tell it from any other.
 *
 * @param purpose what it carried
 * @param listener which end listened; the other one connected
 * @param advertised the address and port that the reply or the command told
 * @param client the client's end
 * @param server the server's end
 */
public record DataConnection(Step purpose, End listener, Endpoint advertised, Endpoint client, Endpoint server) {

    /** One of the two ends of a data connection. */
    public enum End {
        CLIENT,
        SERVER
    }

    /** The end that connected. */
    public Endpoint connectingEnd() {
        return listener == End.SERVER ? client : server;
    }

    /** The end that listened. */
    public Endpoint listeningEnd() {
        return listener == End.SERVER ? server : client;
    }
}
