package org.ephemeralftp.server.admin;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The ends of connections as text: {@code 192.0.2.1:21} and {@code [2001:db8::1]:21}. */
final class Ends {
    private Ends() {}

    static String of(InetSocketAddress end) {
        InetAddress address = end.getAddress();
        String literal = address.getHostAddress();
        return (literal.contains(":") ? "[" + literal + "]" : literal) + ":" + end.getPort();
    }
}
