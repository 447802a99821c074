package org.ephemeralftp.client.connection;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One end of a TCP connection: an address and a port. */
public record Endpoint(InetAddress address, int port) {
    private static final Pattern ZEROS = Pattern.compile("\\b0(?::0\\b)+");

    public static Endpoint of(InetSocketAddress socketAddress) {
        return new Endpoint(socketAddress.getAddress(), socketAddress.getPort());
    }

    /** The family of the address. */
    public AddressFamily family() {
        return AddressFamily.of(address);
    }

    /** The address alone, IPv6 in its short form. */
    public String host() {
        String text = address.getHostAddress();
        return address instanceof Inet6Address ? shortened(text) : text;
    }

    /** The usual notation: {@code 192.0.2.1:2121} or {@code [2001:db8::1]:2121}. */
    @Override
    public String toString() {
        return address instanceof Inet6Address ? "[" + host() + "]:" + port : host() + ":" + port;
    }

    /** Writes the longest run of zero groups as "::" (RFC 5952), which the JDK does not do. */
    private static String shortened(String text) {
        int zone = text.indexOf('%');
        String groups = zone < 0 ? text : text.substring(0, zone);
        Matcher zeros = ZEROS.matcher(groups);
        int from = -1;
        int to = -1;
        while (zeros.find()) {
            if (zeros.end() - zeros.start() > to - from) {
                from = zeros.start();
                to = zeros.end();
            }
        }
        if (from < 0) {
            return text;
        }
        String before = groups.substring(0, Math.max(0, from - 1));
        String after = to == groups.length() ? "" : groups.substring(to + 1);
        return before + "::" + after + (zone < 0 ? "" : text.substring(zone));
    }
}
