package org.ephemeralftp.server.control;

import java.net.Inet4Address;
import java.net.InetAddress;

/** The address families by their numbers in EPSV and EPRT (RFC 2428, section 2). */
enum NetworkProtocol {
    IPV4(1),
    IPV6(2);

    private final int number;

    NetworkProtocol(int number) {
        this.number = number;
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
}
