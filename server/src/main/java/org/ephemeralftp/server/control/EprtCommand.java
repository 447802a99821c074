package org.ephemeralftp.server.control;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Pattern;

/**
 * EPRT |protocol|address|port| (RFC 2428, section 2): connect to this address and port for the next transfer. The
 * delimiter is any character from ASCII 33 to 126.
 */
final class EprtCommand extends ActiveCommand {
    @Override
    InetSocketAddress parse(String argument, NetworkProtocol protocol) throws ReplyException {
        if (argument.isEmpty() || argument.charAt(0) < 33 || argument.charAt(0) > 126) {
            throw syntax();
        }
        String delimiter = argument.substring(0, 1);
        String[] fields = argument.split(Pattern.quote(delimiter), -1);
        if (fields.length != 5 || !fields[0].isEmpty() || !fields[4].isEmpty()) {
            throw syntax();
        }
        protocol.require(fields[1]);
        InetAddress address = protocol.parse(fields[2]);
        if (!fields[3].matches("\\d{1,5}") || Integer.parseInt(fields[3]) > 65535) {
            throw syntax();
        }
        return new InetSocketAddress(address, Integer.parseInt(fields[3]));
    }

    private static ReplyException syntax() {
        return new ReplyException(501, "EPRT takes |protocol|address|port|, as in |1|192.0.2.1|50000|");
    }
}
