package org.ephemeralftp.server.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * Version 2 of the header (section 2.2): a signature, version and command, family and protocol, the length of the rest;
 * then the addresses, and records of type, length and value, which are passed over.
 */
final class BinaryHeader {
    static final int SIGNATURE_BYTES = 12;
    static final int FIXED_BYTES = 16;
    /** Room for any record that proxies send, a certificate's names too, but not for what a flood would like. */
    static final int MOST_BYTES_OF_REST = 4096;

    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final int VERSION_2 = 0x20;
    private static final int LOCAL = 0;
    private static final int PROXY = 1;
    private static final int TCP_OVER_IPV4 = 0x11;
    private static final int TCP_OVER_IPV6 = 0x21;
    /** AF_UNIX, the highest of the families, and DGRAM, of the protocols. */
    private static final int LAST_FAMILY = 3;

    private static final int LAST_PROTOCOL = 2;

    private BinaryHeader() {}

    static byte signature(int index) {
        return SIGNATURE[index];
    }

    /** How many bytes follow the fixed part, which is complete and is checked here. */
    static int lengthOfRest(ByteBuffer header) throws ProxyHeaderException {
        int versionAndCommand = header.get(12) & 0xff;
        int kind = header.get(13) & 0xff;
        int length = header.getShort(14) & 0xffff;
        if ((versionAndCommand & 0xf0) != VERSION_2 || (versionAndCommand & 0x0f) > PROXY) {
            throw new ProxyHeaderException("the version or command of its PROXY header is unknown");
        }
        if (kind >> 4 > LAST_FAMILY || (kind & 0x0f) > LAST_PROTOCOL) {
            throw new ProxyHeaderException("the address family or protocol of its PROXY header is unknown");
        }
        if (length > MOST_BYTES_OF_REST) {
            throw new ProxyHeaderException(
                    "its PROXY header is longer than " + (FIXED_BYTES + MOST_BYTES_OF_REST) + " bytes");
        }
        if (command(header) == PROXY && length < 2 * endBytes(kind)) {
            throw new ProxyHeaderException("its PROXY header is too short for its addresses");
        }
        return length;
    }

    private static int command(ByteBuffer header) {
        return header.get(12) & 0x0f;
    }

    /** Of an address and its port. */
    private static int endBytes(int kind) {
        return switch (kind) {
            case TCP_OVER_IPV4 -> 6;
            case TCP_OVER_IPV6 -> 18;
            default -> 0;
        };
    }

    /** The header that was checked, now that all of it was there. */
    static ProxyHeader parse(ByteBuffer header) throws ProxyHeaderException {
        int addressBytes = endBytes(header.get(13) & 0xff) - 2;
        if (command(header) == LOCAL || addressBytes < 0) {
            // Nobody speaks FTP over anything but TCP; "falls back to the UNSPEC mode", where the socket's ends count.
            return ProxyHeader.Local.LOCAL;
        }
        int ports = FIXED_BYTES + 2 * addressBytes;
        return ProxyHeader.Relayed.of(
                end(header, FIXED_BYTES, addressBytes, ports),
                end(header, FIXED_BYTES + addressBytes, addressBytes, ports + 2));
    }

    private static InetSocketAddress end(ByteBuffer header, int at, int length, int port) {
        byte[] bytes = new byte[length];
        header.get(at, bytes);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), header.getShort(port) & 0xffff);
        } catch (UnknownHostException e) {
            throw new AssertionError("an address has 4 or 16 bytes", e);
        }
    }
}
