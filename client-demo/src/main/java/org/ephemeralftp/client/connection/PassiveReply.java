package org.ephemeralftp.client.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The reader of the replies that tell where the server listens. */
public final class PassiveReply {
    private static final Pattern SIX_NUMBERS =
            Pattern.compile("(\\d{1,3}),(\\d{1,3}),(\\d{1,3}),(\\d{1,3}),(\\d{1,3}),(\\d{1,3})");
    private static final Pattern BARRED_PORT = Pattern.compile("\\(([!-~])\\1\\1(\\d{1,5})\\1\\)");

    private PassiveReply() {}

    /** Reads "227 Entering Passive Mode (h1,h2,h3,h4,p1,p2)"; servers differ in the words and the brackets. */
    public static Endpoint ofPasv(String reply) throws IOException {
        Matcher numbers = SIX_NUMBERS.matcher(reply);
        if (!numbers.find()) {
            throw new UnusableReplyException(
                    "the reply to PASV tells no address and port (h1,h2,h3,h4,p1,p2): " + reply);
        }
        byte[] address = new byte[4];
        int port = 0;
        for (int i = 0; i < 6; i++) {
            int number = Integer.parseInt(numbers.group(i + 1));
            if (number > 255) {
                throw new UnusableReplyException("the reply to PASV holds " + number + ", which is no byte: " + reply);
            }
            if (i < 4) {
                address[i] = (byte) number;
            } else {
                port = port << 8 | number;
            }
        }
        return endpoint(InetAddress.getByAddress(address), port, reply);
    }

    /** Reads "229 Entering Extended Passive Mode (|||port|)"; the address is the control connection's. */
    public static Endpoint ofEpsv(String reply, InetAddress server) throws IOException {
        Matcher port = BARRED_PORT.matcher(reply);
        if (!port.find()) {
            throw new UnusableReplyException("the reply to EPSV tells no port (|||port|): " + reply);
        }
        return endpoint(server, Integer.parseInt(port.group(2)), reply);
    }

    private static Endpoint endpoint(InetAddress address, int port, String reply) throws IOException {
        if (port < 1 || port > 65535) {
            throw new UnusableReplyException(
                    "the reply tells port " + port + ", to which nobody can connect: " + reply);
        }
        return new Endpoint(address, port);
    }
}
