package org.ephemeralftp.docker;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** An address family, by its loopback address. */
enum Family {
    IPV4("127.0.0.1", "127.0.0.1"),
    IPV6("::1", "[::1]");

    private final String address;
    private final String bracketed;

    Family(String address, String bracketed) {
        this.address = address;
        this.bracketed = bracketed;
    }

    String address() {
        return address;
    }

    /** The address as it is written before a colon and a port. */
    String bracketed() {
        return bracketed;
    }

    InetAddress loopback() throws UnknownHostException {
        byte[] bytes = this == IPV4 ? new byte[] {127, 0, 0, 0} : new byte[16];
        bytes[bytes.length - 1] = 1;
        return InetAddress.getByAddress(bytes);
    }

    String url(int port) {
        return "ftp://" + bracketed + ":" + port;
    }

    @Override
    public String toString() {
        return this == IPV4 ? "IPv4" : "IPv6";
    }
}
