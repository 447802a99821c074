package org.ephemeralftp.server.data;

import java.net.InetSocketAddress;
import java.time.Instant;

/**
 * An open data connection as it was at one moment.
 *
 * @param client the client's end
 * @param server the server's end
 * @param since when it was accepted or made
 * @param mode who made it: {@link DataSetup.Mode#PASSIVE} if it was the client
 */
public record DataView(InetSocketAddress client, InetSocketAddress server, Instant since, DataSetup.Mode mode) {}
