package org.ephemeralftp.server.firewall;

import org.ephemeralftp.server.ports.PortSet;

/**
 * TCP connections that FTP needs.
 *
 * @param toServer whether the client begins them, and not the server
 * @param from the ports they come from; empty means any
 * @param to the ports they go to
 * @param related whether the kernel's helper announces each of them
 * @param name what they are, in a few words
 * @param why why they are needed
 */
record Flow(boolean toServer, PortSet from, PortSet to, boolean related, String name, String why) {}
