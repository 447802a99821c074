package org.ephemeralftp.client.sweep;

import java.util.List;

/**
 * What was found out about one port.
 *
 * @param tries what each try gave, in order; none if there was none
 * @param detail what the server or this machine said, if that tells more than the verdict; may hold anything, so escape
 *     it before it reaches a terminal
 */
public record PortResult(int port, PortVerdict verdict, List<PortVerdict> tries, String detail) {
    public PortResult {
        tries = List.copyOf(tries);
    }
}
