package org.ephemeralftp.server.faults;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a server does wrong once. {@link Faults#next} has it happen.
 *
 * <p>After each of them the server is as well as if the same had happened for real: the session goes on, unless it was
 * the control connection that broke, no port stays leased, and a file that an upload was to replace is as it was.
 */
public sealed interface Fault {
    /** A fault of a data connection on which so many bytes have moved, as they are on the way: in TYPE A, with CR LF. */
    sealed interface AfterBytes extends Fault {
        long bytes();
    }

    /** PASV or EPSV is answered with 425; see {@link #noDataPort(String)}. */
    record NoDataPort(String text) implements Fault {
        public NoDataPort {
            // RFC 959, section 4.2: a text that is one line.
            if (text.isBlank() || text.chars().anyMatch(c -> c < ' ' || c == 127)) {
                throw new IllegalArgumentException(
                        "The text of a reply is one line that is not empty, without control characters");
            }
        }
    }

    /**
     * PASV or EPSV names an address at which the server does not listen; see {@link #wrongAddress}.
     *
     * @param host null if it is only the port
     * @param port null if it is only the host
     */
    record WrongAddress(
            @Nullable Inet4Address host, @Nullable Integer port) implements Fault {
        public WrongAddress {
            if (host == null && port == null) {
                throw new IllegalArgumentException("A wrong address has another host, another port, or both");
            }
            if (port != null && (port < 0 || port > 65535)) {
                throw new IllegalArgumentException("The port " + port + " is not one: 0 to 65535");
            }
        }
    }

    /** A data connection is refused; see {@link #refuseData}. */
    record DataRefused() implements Fault {}

    /** A data connection is reset; see {@link #resetAfter}. */
    record DataReset(long bytes) implements AfterBytes {
        public DataReset {
            checkBytes(bytes);
        }
    }

    /** A data connection stands still; see {@link #stallAfter}. */
    record DataStalled(long bytes) implements AfterBytes {
        public DataStalled {
            checkBytes(bytes);
        }
    }

    /** The control connection is cut; see {@link #cutControlAfter}. */
    record ControlCut(long bytes) implements AfterBytes {
        public ControlCut {
            checkBytes(bytes);
        }
    }

    /** As {@link #noDataPort(String)}, with the text that RFC 959 gives for 425. */
    static Fault noDataPort() {
        return noDataPort("Can't open data connection");
    }

    /**
     * The next PASV or EPSV is answered with 425 (RFC 959, section 4.2.2), as it is when every port is taken. The client
     * has no data port then, not the one it had before either; the next PASV or EPSV works.
     *
     * @param text what the reply says after its code
     */
    static Fault noDataPort(String text) {
        return new NoDataPort(text);
    }

    /**
     * The next 227 names another host, as that of a server behind a NAT that does not know of it. A client that connects
     * there meets nobody, or somebody else (RFC 2577, section 3); one that ignores the host, as many do, notices
     * nothing. 229 names no host (RFC 2428, section 3), so the fault waits for a PASV.
     *
     * @param host an IPv4 address in figures
     */
    static Fault wrongHost(String host) {
        return new WrongAddress(address(host), null);
    }

    /**
     * The next 227 or 229 names another port. The port that is leased listens all the same, and a transfer command is
     * answered with 150, waits for the lease timeout, and then with 425, unless the client gives up before.
     *
     * @param port 0 to 65535
     */
    static Fault wrongPort(int port) {
        return new WrongAddress(null, port);
    }

    /** As {@link #wrongHost} and {@link #wrongPort} at once: the next 227 names another host and port. */
    static Fault wrongAddress(String host, int port) {
        return new WrongAddress(address(host), port);
    }

    /**
     * The next data connection is refused. After PASV or EPSV, the reply names a port on which nothing listens any more:
     * the client's connect fails ({@code ECONNREFUSED}), and a transfer command is answered with 425. With PORT or EPRT,
     * the server does not connect to the client, and the transfer command is answered with 425 and no 150 before it.
     *
     * <p>The port is another client's to lease again. When none but this one is left and that happens before the client
     * connects, the connection is made and reset at once, as every stranger's is; so it is when the port is one that two
     * clients share because there was no other. On a server whose ports always listen, {@link Faults#next} does not take
     * this fault.
     */
    static Fault refuseData() {
        return new DataRefused();
    }

    /**
     * The next data connection is reset when exactly so many bytes have moved, in whichever direction, also if there
     * would have been no more: with 0 it is reset as soon as it is there, so that a client that connects after its transfer
     * command may find that the connect itself fails. A download ends in an error ("connection
     * reset") after the last of these bytes, an upload breaks while it writes, or when it is done if it is short. Then
     * the control connection says 426 (RFC 959, section 4.2.2).
     *
     * <p>On Linux the server waits, for up to 5 seconds, until the client's system has all of the bytes, because a reset
     * throws away what is still on its way. A transfer that ends with fewer bytes is none to which this happens: the
     * fault waits for the next one.
     */
    static Fault resetAfter(long bytes) {
        return new DataReset(bytes);
    }

    /**
     * The next data connection stands still when exactly so many bytes have moved: it stays open, and the server neither
     * sends nor receives on it. That lasts until the client says ABOR, ends its control connection or, if it was
     * receiving, its data connection; at the latest, until the configured data timeout. The transfer is answered with
     * 426. A transfer with fewer bytes leaves the fault to the next one.
     */
    static Fault stallAfter(long bytes) {
        return new DataStalled(bytes);
    }

    /**
     * The control connection is cut with a reset during the next transfer, after its 150 and when exactly so many bytes
     * have moved on the data connection, which the server then ends as it does whenever a control connection breaks:
     * with a reset, and without a reply. The file of an upload is not put in place. A transfer with fewer bytes leaves
     * the fault to the next one.
     */
    static Fault cutControlAfter(long bytes) {
        return new ControlCut(bytes);
    }

    private static void checkBytes(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("A fault after " + bytes + " bytes cannot be: 0 or more");
        }
    }

    private static Inet4Address address(String host) {
        String octet = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
        if (Pattern.matches(octet + "(\\." + octet + "){3}", host)) {
            try {
                return (Inet4Address) InetAddress.getByName(host);
            } catch (UnknownHostException e) {
                throw new IllegalStateException("four figures were looked up as a name: " + host, e);
            }
        }
        throw new IllegalArgumentException("The host '" + host + "' is no IPv4 address, such as 192.0.2.1");
    }
}
