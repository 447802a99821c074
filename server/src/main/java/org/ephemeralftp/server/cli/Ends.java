package org.ephemeralftp.server.cli;

import java.net.InetSocketAddress;

/** The ends of connections, written as {@code 192.0.2.1:21} and {@code [2001:db8::1]:21}. */
final class Ends {
    private Ends() {}

    static String of(InetSocketAddress end) {
        String address = end.getAddress().getHostAddress();
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + end.getPort();
    }
}
