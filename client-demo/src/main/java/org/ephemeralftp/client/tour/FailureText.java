package org.ephemeralftp.client.tour;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.net.MalformedServerReplyException;
import org.apache.commons.net.ftp.FTPConnectionClosedException;
import org.apache.commons.net.io.CopyStreamException;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.connection.Endpoint;

/** The words for what can go wrong with a connection, and what to do about it. */
final class FailureText {
    private FailureText() {}

    /** Why the control connection could not be established. */
    static String controlConnect(IOException e, Endpoint server, Duration timeout) {
        if (e instanceof SocketTimeoutException) {
            return server + " did not answer within " + seconds(timeout)
                    + ": check the address, and that firewalls let the control connection through";
        }
        if (e instanceof ConnectException && said(e).contains("refused")) {
            return server + ": connection refused; nothing listens there: start the server, or give the port it has";
        }
        return server + " cannot be reached: " + said(e);
    }

    /** Why the control connection did not get TLS. */
    static TourFailure controlTls(IOException e, Duration timeout, boolean implicit) {
        String other = implicit ? "; is this the port for implicit TLS? with ftp:// TLS is asked for by AUTH" : "";
        return new TourFailure(TourFailure.Kind.CELL, tls("control", e, timeout) + other, e);
    }

    /** Why a data connection did not get TLS. */
    static TourFailure dataTls(IOException e, Duration timeout, String said) {
        return new TourFailure(TourFailure.Kind.CELL, tls("data", e, timeout) + said, e);
    }

    private static String tls(String which, IOException e, Duration timeout) {
        return switch (ConnectionOutcome.of(e)) {
            case TIMED_OUT -> "no TLS handshake on the " + which + " connection within " + seconds(timeout);
            case NOT_TRUSTED ->
                "the server's certificate is not trusted (" + said(e)
                        + "): name it, or its authority's, with --ca FILE, or trust anybody with --insecure";
            default -> "the TLS handshake on the " + which + " connection failed: " + said(e);
        };
    }

    /** Why the client could not connect to where the server listens. */
    static TourFailure passiveConnect(IOException e, Endpoint target, Endpoint advertised, Duration timeout) {
        String where = "the data connection to " + target;
        String hint = target.address().equals(advertised.address())
                        || advertised.address().isAnyLocalAddress()
                ? ""
                : "; the server named " + advertised + " instead, which NAT may explain";
        String text;
        if (e instanceof SocketTimeoutException) {
            text = where + " got no answer within " + seconds(timeout)
                    + ": a firewall may drop it; open the server's passive ports";
        } else if (e instanceof NoRouteToHostException) {
            text = where + " is prohibited or has no route: " + said(e);
        } else if (e instanceof ConnectException && said(e).contains("refused")) {
            text = where + " was refused: nobody listens there, or a firewall or router on the way answers so";
        } else {
            text = where + " failed: " + said(e);
        }
        return new TourFailure(TourFailure.Kind.CELL, text + hint, e);
    }

    /** Why no connection arrived where the client listens. */
    static TourFailure activeAccept(Endpoint bound, Endpoint server, Set<String> strangers, Duration timeout) {
        String others = strangers.isEmpty()
                ? ""
                : "; closed connections from " + String.join(", ", strangers) + ", which is not " + server.host();
        return new TourFailure("the server did not connect to " + bound + " within " + seconds(timeout)
                + ": firewalls and NAT at the client's side usually prevent it; use PASV or EPSV" + others);
    }

    /** What any other failure on an established control connection means. */
    static String describe(IOException e, String lastReply) {
        if (e instanceof TourFailure) {
            return said(e);
        }
        if (e instanceof CopyStreamException copy) {
            return transfer(copy);
        }
        if (e instanceof FTPConnectionClosedException) {
            return "the server closed the control connection"
                    + (lastReply.isEmpty() ? "" : "; its last reply was " + lastReply);
        }
        if (e instanceof MalformedServerReplyException) {
            return "the server does not speak FTP: " + said(e);
        }
        return "the control connection broke: " + said(e);
    }

    private static String transfer(CopyStreamException e) {
        String when = " after " + e.getTotalBytesTransferred() + " bytes";
        if (e.getCause() instanceof TourFailure failure) {
            return said(failure);
        }
        if (e.getCause() instanceof SocketTimeoutException) {
            return "the transfer stalled" + when;
        }
        return "the data connection broke" + when + ": " + said(Objects.requireNonNullElse(e.getCause(), e));
    }

    /** A text and what to do about it; the server's own full stop would stand in the way. */
    static String advised(@Nullable String text, String advice) {
        return String.valueOf(text).replaceFirst("\\.$", "") + "; " + advice;
    }

    static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    private static String said(Throwable e) {
        return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }
}
