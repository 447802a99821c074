package org.ephemeralftp.server.testing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One reply of a server, all lines of it.
 *
 * @param text the lines as they came, with the code, separated by line feeds
 */
public record Reply(int code, String text) {
    private static final Pattern PASV = Pattern.compile("\\(\\d+,\\d+,\\d+,\\d+,(\\d+),(\\d+)\\)");
    private static final Pattern EPSV = Pattern.compile("\\(\\|\\|\\|(\\d+)\\|\\)");

    /** The port that a 227 or 229 names. */
    public int port() {
        Matcher pasv = PASV.matcher(text);
        if (code == 227 && pasv.find()) {
            return Integer.parseInt(pasv.group(1)) * 256 + Integer.parseInt(pasv.group(2));
        }
        Matcher epsv = EPSV.matcher(text);
        if (code == 229 && epsv.find()) {
            return Integer.parseInt(epsv.group(1));
        }
        throw new AssertionError("Names no data port: " + text);
    }

    /** The port that a 227 or 229 names, on this host. */
    public InetSocketAddress on(InetAddress host) {
        return new InetSocketAddress(host, port());
    }

    @Override
    public String toString() {
        return text;
    }
}
