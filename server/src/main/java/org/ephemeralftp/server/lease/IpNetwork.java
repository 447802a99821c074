package org.ephemeralftp.server.lease;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * An IP network in CIDR notation (RFC 4632, section 3.1; RFC 4291, section 2.3): all addresses that share the first
 * {@code prefixLength} bits.
 *
 * @param address the network's first address, its host bits zero
 * @param prefixLength 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record IpNetwork(InetAddress address, int prefixLength) {
    private static final Pattern LITERAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    public IpNetwork {
        int bits = address.getAddress().length * 8;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException("'" + address.getHostAddress() + "/" + prefixLength
                    + "' is not a network: the prefix length must be 0 to " + bits);
        }
        address = masked(address, prefixLength);
    }

    /**
     * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32} or a single address.
     *
     * @throws IllegalArgumentException if the text is neither; host names are not looked up
     */
    public static IpNetwork parse(String text) {
        String trimmed = text.strip();
        int slash = trimmed.indexOf('/');
        String literal = slash < 0 ? trimmed : trimmed.substring(0, slash);
        InetAddress address;
        int length;
        try {
            address = parseAddress(literal);
            length = slash < 0 ? address.getAddress().length * 8 : Integer.parseInt(trimmed.substring(slash + 1));
        } catch (IllegalArgumentException e) {
            throw invalid(text);
        }
        return new IpNetwork(address, length);
    }

    private static InetAddress parseAddress(String literal) {
        try {
            if (LITERAL.matcher(literal).matches()) {
                return InetAddress.getByName(literal);
            }
        } catch (UnknownHostException e) {
            // Said below.
        }
        throw new IllegalArgumentException("'" + literal + "' is not an IP address");
    }

    /** Whether the address lies in this network; an address of the other family never does. */
    public boolean contains(InetAddress candidate) {
        return candidate.getAddress().length == address.getAddress().length
                && masked(candidate, prefixLength).equals(address);
    }

    private static InetAddress masked(InetAddress address, int prefixLength) {
        byte[] bytes = address.getAddress();
        int whole = prefixLength / 8;
        if (whole < bytes.length) {
            bytes[whole] &= (byte) (0xff << (8 - prefixLength % 8));
            Arrays.fill(bytes, whole + 1, bytes.length, (byte) 0);
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("an address has 4 or 16 bytes", e);
        }
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is not a network: write it as 192.0.2.0/24 or 2001:db8::/32, without host names");
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefixLength;
    }
}
