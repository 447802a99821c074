package org.ephemeralftp.server.control;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** The address families by their numbers in EPSV and EPRT (RFC 2428, section 2). */
enum NetworkProtocol {
    IPV4(1, "(?:%1$s\\.){3}%1$s".formatted("(?:25[0-5]|2[0-4]\\d|[01]?\\d?\\d)")),
    IPV6(2, "[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final int number;
    private final Pattern literal;

    NetworkProtocol(int number, String literal) {
        this.number = number;
        this.literal = Pattern.compile(literal);
    }

    static NetworkProtocol of(InetAddress address) {
        return address instanceof Inet4Address ? IPV4 : IPV6;
    }

    /**
     * Refuses every protocol but this one, which is the control connection's: the client's address has no other.
     *
     * @throws ReplyException 501 if the argument is no protocol number, 522 if it is another protocol's
     */
    void require(String argument) throws ReplyException {
        if (!argument.matches("\\d{1,5}")) {
            throw new ReplyException(501, "A protocol number is expected: " + number);
        }
        if (Integer.parseInt(argument) != number) {
            throw new ReplyException(522, "Network protocol not supported here, use (" + number + ")");
        }
    }

    /**
     * Reads an address of this family.
     *
     * @throws ReplyException 501 if the text is none; host names are not looked up
     */
    InetAddress parse(String text) throws ReplyException {
        if (literal.matcher(text).matches()) {
            try {
                // Between brackets, what is no address after all is not taken for a name that could be looked up.
                InetAddress address = InetAddress.getByName(this == IPV6 ? "[" + text + "]" : text);
                if (of(address) == this) {
                    return address;
                }
            } catch (UnknownHostException e) {
                // Said below.
            }
        }
        throw new ReplyException(501, "An address of network protocol " + number + " is expected");
    }
}
