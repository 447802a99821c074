package org.ephemeralftp.server.control;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** PORT h1,h2,h3,h4,p1,p2 (RFC 959, section 4.1.2): connect to this IPv4 address and port for the next transfer. */
final class PortCommand extends ActiveCommand {
    @Override
    InetSocketAddress parse(String argument, NetworkProtocol protocol) throws ReplyException {
        String[] fields = argument.split(",", -1);
        if (fields.length != 6) {
            throw syntax();
        }
        byte[] bytes = new byte[6];
        for (int i = 0; i < 6; i++) {
            if (!fields[i].strip().matches("\\d{1,3}") || Integer.parseInt(fields[i].strip()) > 255) {
                throw syntax();
            }
            bytes[i] = (byte) Integer.parseInt(fields[i].strip());
        }
        try {
            InetAddress host = InetAddress.getByAddress(new byte[] {bytes[0], bytes[1], bytes[2], bytes[3]});
            return new InetSocketAddress(host, (bytes[4] & 0xff) * 256 + (bytes[5] & 0xff));
        } catch (UnknownHostException e) {
            throw syntax();
        }
    }

    private static ReplyException syntax() {
        return new ReplyException(501, "PORT takes six numbers from 0 to 255: h1,h2,h3,h4,p1,p2");
    }
}
