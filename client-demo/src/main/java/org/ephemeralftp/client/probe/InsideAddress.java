package org.ephemeralftp.client.probe;

import java.net.Inet6Address;
import java.net.InetAddress;

/** The addresses that mean something inside of a network only. */
final class InsideAddress {
    private InsideAddress() {}

    /** RFC 1918, RFC 6598 (100.64.0.0/10), RFC 4193 (fc00::/7), link-local (RFC 3927, RFC 4291) and loopback. */
    static boolean is(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean carriers = bytes.length == 4 && (bytes[0] & 0xff) == 100 && (bytes[1] & 0xc0) == 64;
        boolean uniqueLocal = address instanceof Inet6Address && (bytes[0] & 0xfe) == 0xfc;
        return address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || address.isLoopbackAddress()
                || carriers
                || uniqueLocal;
    }
}
