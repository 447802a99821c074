package org.ephemeralftp.client.tour;

import org.ephemeralftp.client.connection.Endpoint;

/** A control connection: the client's end, which connected, and the server's. */
public record ControlEnds(Endpoint client, Endpoint server) {}
