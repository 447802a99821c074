package org.ephemeralftp.client.connection;

import java.net.Inet4Address;
import java.net.InetAddress;

/** One of the two address families an FTP server can be reached over. */
public enum AddressFamily {
    IPV4("IPv4"),
    IPV6("IPv6");

    private final String title;

    AddressFamily(String title) {
        this.title = title;
    }

    /** Tells the family an address belongs to. */
    public static AddressFamily of(InetAddress address) {
        return address instanceof Inet4Address ? IPV4 : IPV6;
    }

    @Override
    public String toString() {
        return title;
    }
}
