package org.ephemeralftp.client.connection;

import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.apache.commons.net.MalformedServerReplyException;
import org.apache.commons.net.ftp.FTPConnectionClosedException;

/** What came of one step on a connection, as far as a program can see it. */
public enum ConnectionOutcome {
    /** The connection was established. */
    CONNECTED,
    /** A reply came; its code tells the rest. */
    REPLIED,
    /** All bytes came or went, to their end. */
    COMPLETED,
    /** A TCP reset or an ICMP "port unreachable" came back: from a machine on which nobody listens, or from a firewall. */
    REFUSED,
    /** Nothing came back within the limit. */
    TIMED_OUT,
    /** A router said that there is no way, or this machine knows none. */
    UNREACHABLE,
    /** A firewall said that it is prohibited. */
    PROHIBITED,
    /** An established connection was reset. */
    RESET,
    /** An established connection was closed before its time. */
    CLOSED,
    /** The TLS handshake failed, or the stream broke TLS's rules. */
    TLS_BROKEN,
    /** The server's certificate is not trusted, or belongs to another host. */
    NOT_TRUSTED,
    /** What came is not FTP, or lacks what it is for. */
    NOT_UNDERSTOOD,
    /** The name is not known. */
    UNKNOWN_HOST,
    /** Something else went wrong on this machine. */
    FAILED;

    /**
     * Tells what an exception means. Java has no types for some of it, so that texts of the operating system count; an
     * ICMP "administratively prohibited" over IPv4 looks like "host unreachable" and is told as the latter.
     */
    public static ConnectionOutcome of(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return NOT_TRUSTED;
            }
        }
        if (e instanceof SocketTimeoutException) {
            return TIMED_OUT;
        }
        if (e instanceof UnknownHostException) {
            return UNKNOWN_HOST;
        }
        if (e instanceof FTPConnectionClosedException || e instanceof EOFException) {
            return CLOSED;
        }
        if (e instanceof MalformedServerReplyException || e instanceof UnusableReplyException) {
            return NOT_UNDERSTOOD;
        }
        if (e instanceof SocketException socket) {
            return of(socket);
        }
        if (e instanceof SSLException) {
            return e.getCause() instanceof SocketException socket ? of(socket) : TLS_BROKEN;
        }
        return FAILED;
    }

    private static ConnectionOutcome of(SocketException e) {
        String text = Objects.requireNonNullElse(e.getMessage(), "").toLowerCase(Locale.ROOT);
        if (e instanceof NoRouteToHostException || text.contains("unreachable")) {
            return UNREACHABLE;
        }
        // The kernel reports ICMPv6 "administratively prohibited" as EACCES, and Java that as an error of bind.
        if (e instanceof BindException && text.contains("permission")) {
            return PROHIBITED;
        }
        if (text.contains("refused")) {
            return REFUSED;
        }
        if (text.contains("timed out")) {
            return TIMED_OUT;
        }
        if (text.contains("reset") || text.contains("broken pipe") || text.contains("aborted")) {
            return RESET;
        }
        return e instanceof ConnectException ? UNREACHABLE : FAILED;
    }

    /** In small letters with hyphens, as expectations name it: {@code timed-out}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
