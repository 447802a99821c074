package org.ephemeralftp.client.sweep;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

import org.ephemeralftp.client.connection.DataMode;

/**
 * What is known when the first session is there and no port was tried.
 *
 * @param address the server's, to which all connections go
 * @param ports those that will be tried; empty if they must be found out first
 * @param sessions the most that will be open at a time
 * @param ifAllDropped how long one try of each port takes if nothing ever comes back; the limit if the ports are not known
 * @param limit when the sweep ends, whatever it has
 */
public record Outlook(
        InetAddress address,
        DataMode mode,
        Learning.Way way,
        Optional<PortNumbers> ports,
        int sessions,
        Duration ifAllDropped,
        Duration limit) {}
