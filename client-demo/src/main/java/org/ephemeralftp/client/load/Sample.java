package org.ephemeralftp.client.load;

import java.time.Duration;

/**
 * A stretch of time during a load.
 *
 * @param at when it began, counted from the first setup command
 * @param leases ports told in a 227 or 229 and not connected to yet, on average
 * @param mostLeases the most of them at once
 * @param connections data connections that were open, on average
 * @param mostConnections the most of them at once
 * @param transfersPerSecond how fast transfers ended well
 */
public record Sample(
        Duration at,
        double leases,
        int mostLeases,
        double connections,
        int mostConnections,
        double transfersPerSecond) {}
