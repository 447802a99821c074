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
    private static final String BYTE = "(25[0-5]|2[0-4]\\d|[01]?\\d?\\d)";
    /** Only what matches one of these is given to the JDK, which takes anything else for a host name and looks it up. */
    private static final Pattern IPV4 = Pattern.compile("(" + BYTE + "\\.){3}" + BYTE);

    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern LENGTH = Pattern.compile("-?\\d{1,3}");

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
        String length = slash < 0 ? "" : trimmed.substring(slash + 1);
        if (slash >= 0 && !LENGTH.matcher(length).matches()) {
            throw invalid(text);
        }
        InetAddress address = address(literal, text);
        int bits = address.getAddress().length * 8;
        if (slash < 0) {
            return new IpNetwork(address, bits);
        }
        // The JDK makes IPv4 addresses of mapped ones (RFC 4291, section 2.5.5.2), those of clients too.
        boolean mapped = bits == 32 && literal.contains(":");
        return new IpNetwork(address, Integer.parseInt(length) - (mapped ? 96 : 0));
    }

    private static InetAddress address(String literal, String text) {
        try {
            if (IPV4.matcher(literal).matches()) {
                return InetAddress.getByName(literal);
            }
            if (IPV6.matcher(literal).matches()) {
                // Between brackets nothing but an address is accepted.
                return InetAddress.getByName("[" + literal + "]");
            }
        } catch (UnknownHostException e) {
            // Falls through to the message that says how to write it.
        }
        throw invalid(text);
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
