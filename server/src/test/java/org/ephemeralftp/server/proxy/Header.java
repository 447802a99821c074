package org.ephemeralftp.server.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Headers as proxies send them. */
final class Header {
    static final byte[] SIGNATURE = "\r\n\r\n\0\r\nQUIT\n".getBytes(ISO_8859_1);
    static final byte[] LOCAL = binary(0x20, 0x00, new byte[0]);

    private Header() {}

    static byte[] line(String text) {
        return (text + "\r\n").getBytes(ISO_8859_1);
    }

    static byte[] line(String source, String destination, int sourcePort, int destinationPort) {
        return line("PROXY TCP" + (source.contains(":") ? 6 : 4) + " " + source + " " + destination + " " + sourcePort
                + " " + destinationPort);
    }

    static byte[] binary(int versionAndCommand, int kind, byte[] rest) {
        return ByteBuffer.allocate(16 + rest.length)
                .put(SIGNATURE)
                .put((byte) versionAndCommand)
                .put((byte) kind)
                .putShort((short) rest.length)
                .put(rest)
                .array();
    }

    /** With so many bytes behind the addresses. */
    static byte[] binary(String source, String destination, int sourcePort, int destinationPort, int more) {
        byte[] from = bytes(source);
        byte[] to = bytes(destination);
        ByteBuffer rest = ByteBuffer.allocate(from.length + to.length + 4 + more)
                .put(from)
                .put(to)
                .putShort((short) sourcePort)
                .putShort((short) destinationPort);
        return binary(0x21, from.length == 4 ? 0x11 : 0x21, rest.array());
    }

    /** The JDK gives the four bytes of a mapped address. */
    private static byte[] bytes(String address) {
        byte[] bytes = address(address).getAddress();
        if (address.startsWith("::ffff:")) {
            byte[] mapped = Arrays.copyOf(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1}, 16);
            System.arraycopy(bytes, 0, mapped, 12, 4);
            return mapped;
        }
        return bytes;
    }

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    static ProxyHeader relayed(String source, String destination, int sourcePort, int destinationPort) {
        return new ProxyHeader.Relayed(
                new InetSocketAddress(address(source), sourcePort),
                new InetSocketAddress(address(destination), destinationPort));
    }
}
