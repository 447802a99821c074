package org.ephemeralftp.server.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Version 1 of the header: {@code PROXY TCP4 192.0.2.7 192.0.2.1 56324 21} and CRLF (section 2.1). */
final class LineHeader {
    static final String START = "PROXY ";
    static final int LEAST_BYTES = "PROXY UNKNOWN\r\n".length();
    static final int MOST_BYTES = 107;

    /** Without leading zeros, which some read as octal. */
    private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

    private static final Pattern IPV4 = Pattern.compile("(?:" + BYTE + "\\.){3}" + BYTE);
    /** With dots, because that is how C libraries, and so proxies, write an IPv4-mapped address. */
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private static final String PORT = "(0|[1-9]\\d{0,4})";
    private static final Pattern LINE = Pattern.compile("PROXY TCP([46]) ([^ ]+) ([^ ]+) " + PORT + " " + PORT);
    private static final Pattern UNKNOWN = Pattern.compile("PROXY UNKNOWN(?: .*)?", Pattern.DOTALL);

    private LineHeader() {}

    /** The header of a line that is so long without its end. */
    static ProxyHeader parse(byte[] line, int length) throws ProxyHeaderException {
        String text = new String(line, 0, length, StandardCharsets.ISO_8859_1);
        if (UNKNOWN.matcher(text).matches()) {
            // Whatever else is in the line must be ignored.
            return ProxyHeader.Local.LOCAL;
        }
        Matcher matcher = LINE.matcher(text);
        if (!matcher.matches()) {
            throw malformed();
        }
        Pattern family = matcher.group(1).equals("4") ? IPV4 : IPV6;
        return ProxyHeader.Relayed.of(
                end(family, matcher.group(2), matcher.group(4)), end(family, matcher.group(3), matcher.group(5)));
    }

    private static InetSocketAddress end(Pattern family, String address, String port) throws ProxyHeaderException {
        int number = Integer.parseInt(port);
        if (!family.matcher(address).matches() || number > 65535) {
            throw malformed();
        }
        try {
            // Between brackets nothing but an address is accepted, and nothing is looked up.
            return new InetSocketAddress(InetAddress.getByName(family == IPV6 ? "[" + address + "]" : address), number);
        } catch (UnknownHostException e) {
            throw malformed();
        }
    }

    private static ProxyHeaderException malformed() {
        return new ProxyHeaderException("the line of its PROXY header is malformed");
    }
}
