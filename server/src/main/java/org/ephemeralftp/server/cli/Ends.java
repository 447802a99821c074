package org.ephemeralftp.server.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The ends of connections, written as {@code 192.0.2.1:21} and {@code [2001:db8::1]:21}. */
final class Ends {
    private Ends() {}

    static String of(InetSocketAddress end) {
        return host(end.getAddress()) + ":" + end.getPort();
    }

    /** An address before a colon: one of IPv6 in brackets. */
    static String host(InetAddress address) {
        String literal = address.getHostAddress();
        return literal.contains(":") ? "[" + literal + "]" : literal;
    }
}
