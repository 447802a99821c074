package org.ephemeralftp.client.connection;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an FTP server's control connection is accepted: a name or address, and a port.
 *
 * @param implicitTls whether TLS begins with the first byte, and is not asked for by AUTH or not there at all
 */
public record ServerAddress(String host, int port, boolean implicitTls) {
    /** The port assigned to FTP. */
    public static final int FTP_PORT = 21;

    /** The port assigned to FTP with implicit TLS. */
    public static final int FTPS_PORT = 990;

    private static final String VALID =
            "valid: HOST, HOST:PORT, [IPv6]:PORT, ftp://HOST:PORT or, for implicit TLS, ftps://HOST:PORT";
    private static final Pattern HOST_PORT = Pattern.compile("(?<host>\\[[^\\[\\]]+]|[^:\\[\\]]+)(?::(?<port>.*))?");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._-]+");
    private static final Pattern IPV4 = Pattern.compile("[0-9]+(\\.[0-9]+){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[\\w.-]+)?");

    public ServerAddress {
        if (!NAME.matcher(host).matches() && !IPV6.matcher(host).matches()) {
            throw new IllegalArgumentException("'" + host + "' is not a host name or address; " + VALID);
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
        }
    }

    /** A server whose TLS, if any, is asked for by AUTH. */
    public ServerAddress(String host, int port) {
        this(host, port, false);
    }

    /**
     * Reads what a person types.
     *
     * @throws IllegalArgumentException with a message that says what is valid
     */
    public static ServerAddress parse(String text) {
        boolean implicitTls = text.regionMatches(true, 0, "ftps://", 0, 7);
        String rest = withoutScheme(text);
        if (rest.indexOf('@') >= 0) {
            // The text is not repeated: what stands before the @ may hold a password.
            throw new IllegalArgumentException("the address must not hold a login; give --user and --password");
        }
        if (rest.endsWith("/")) {
            rest = rest.substring(0, rest.length() - 1);
        }
        if (rest.indexOf('/') >= 0) {
            throw new IllegalArgumentException("'" + text + "' holds a path, which a tour has no use for; " + VALID);
        }
        if (rest.chars().filter(c -> c == ':').count() > 1 && rest.indexOf('[') < 0) {
            throw new IllegalArgumentException("'" + text + "' looks like IPv6, which needs brackets; " + VALID);
        }
        Matcher parts = HOST_PORT.matcher(rest);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not an address; " + VALID);
        }
        String host = parts.group("host");
        boolean bracketed = host.startsWith("[");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        if (bracketed != IPV6.matcher(host).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not an address: brackets are for IPv6; " + VALID);
        }
        String port = parts.group("port");
        int usual = implicitTls ? FTPS_PORT : FTP_PORT;
        return new ServerAddress(host, port == null ? usual : port(port), implicitTls);
    }

    /** The family of the host, if it is an address and not a name. */
    public Optional<AddressFamily> literalFamily() {
        if (host.indexOf(':') >= 0) {
            return Optional.of(AddressFamily.IPV6);
        }
        return IPV4.matcher(host).matches() ? Optional.of(AddressFamily.IPV4) : Optional.empty();
    }

    private static String withoutScheme(String text) {
        int scheme = text.indexOf("://");
        if (scheme < 0) {
            return text;
        }
        if (!text.substring(0, scheme).toLowerCase(Locale.ROOT).matches("ftps?")) {
            throw new IllegalArgumentException(
                    "'" + text.substring(0, scheme) + "://' is not a scheme for FTP; valid: ftp:// and ftps://");
        }
        return text.substring(scheme + 3);
    }

    private static int port(String text) {
        // Up to nine digits always fit; what is out of range is said by the constructor.
        if (!text.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("port '" + text + "' is not a number between 1 and 65535");
        }
        return Integer.parseInt(text);
    }

    @Override
    public String toString() {
        String scheme = implicitTls ? "ftps://" : "";
        return scheme + (host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port);
    }
}
