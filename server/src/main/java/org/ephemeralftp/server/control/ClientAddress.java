package org.ephemeralftp.server.control;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Whose sessions and failed logins are counted together: an IPv4 address, or an IPv6 network of 64 bits. A network of that
 * length is what one host has as a rule (RFC 4291, section 2.5.1, and RFC 8981), and each of its addresses would be a new
 * beginning. Those who share a network, or an IPv4 address behind NAT, cannot be told apart here. IPv4 clients that are
 * translated to IPv6 (RFC 6052, section 2.1) share a network without having anything to do with one another: they count by
 * their IPv4 addresses.
 *
 * @param first the address, or the first one of the network
 */
record ClientAddress(InetAddress first) {
    private static final int NETWORK_BYTES = 8;
    private static final byte[] TRANSLATED = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    static ClientAddress of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return new ClientAddress(address);
        }
        byte[] bytes = address.getAddress();
        try {
            if (Arrays.equals(bytes, 0, TRANSLATED.length, TRANSLATED, 0, TRANSLATED.length)) {
                return new ClientAddress(
                        InetAddress.getByAddress(Arrays.copyOfRange(bytes, TRANSLATED.length, bytes.length)));
            }
            Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
            return new ClientAddress(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 bytes are an address", e);
        }
    }

    @Override
    public String toString() {
        return first instanceof Inet6Address ? first.getHostAddress() + "/64" : first.getHostAddress();
    }
}
