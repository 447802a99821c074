package org.ephemeralftp.client.probe;

import static org.ephemeralftp.client.connection.ConnectionOutcome.CLOSED;
import static org.ephemeralftp.client.connection.ConnectionOutcome.NOT_TRUSTED;
import static org.ephemeralftp.client.connection.ConnectionOutcome.RESET;
import static org.ephemeralftp.client.connection.ConnectionOutcome.TIMED_OUT;
import static org.ephemeralftp.client.connection.ConnectionOutcome.TLS_BROKEN;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.ephemeralftp.client.connection.Protection;

/** The rules for TLS, the login, and a control connection that is lost between them and the transfer. */
final class LoginRules {
    static final List<Rule> ALL = List.of(
            LoginRules::tlsRequired,
            LoginRules::tlsNotOffered,
            LoginRules::certificateNotTrusted,
            LoginRules::tlsBroken,
            LoginRules::dataNotProtected,
            LoginRules::loginRefused,
            LoginRules::controlLost);

    /** What servers say when they want TLS; the codes differ: 530 (vsftpd), 550 (ProFTPD), 421 (Pure-FTPd). */
    private static final Pattern SPEAKS_OF_TLS =
            Pattern.compile("\\b(tls|ssl|auth|encrypt\\w*|clear ?text|secure|PROT P)\\b", Pattern.CASE_INSENSITIVE);

    private LoginRules() {}

    /** A refusal in clear that speaks of TLS: at the greeting or login, or (RFC 4217, section 12.4: 521, 522) later. */
    static boolean wantsTls(Failure failure) {
        return !failure.tls()
                && failure.refused()
                && failure.record().code() != 425
                && SPEAKS_OF_TLS.matcher(failure.record().text()).find();
    }

    private static Optional<Finding> tlsRequired(Failure failure) {
        boolean says = wantsTls(failure) || (!failure.tls() && transferWantsTls(failure));
        List<CellResult> admitted = failure.seen().over(failure.cell().family()).stream()
                .filter(each -> each.cell().protection() == Protection.TLS && Seen.reached(each, Phase.DATA_SETUP))
                .toList();
        boolean shows = !failure.tls() && failure.at(Phase.LOGIN) && failure.refused() && !admitted.isEmpty();
        if (!says && !shows) {
            return Optional.empty();
        }
        String login = admitted.isEmpty() ? "" : "; the same login is taken under TLS in " + Evidence.names(admitted);
        return Optional.of(Finding.certain(
                CauseKind.TLS_REQUIRED,
                Evidence.of(failure.record()) + ", " + Evidence.who(failure) + login,
                "Use TLS (--protection tls). If clients in clear are to be served, let the server allow them."));
    }

    private static boolean transferWantsTls(Failure failure) {
        return failure.record().phase().compareTo(Phase.DATA_SETUP) > 0 && failure.replied(521, 522);
    }

    private static Optional<Finding> tlsNotOffered(Failure failure) {
        if (!failure.at(Phase.AUTH) || !failure.refused()) {
            return Optional.empty();
        }
        return Optional.of(Finding.likely(
                CauseKind.TLS_NOT_OFFERED,
                "to AUTH TLS " + Evidence.of(failure.record()) + ", " + Evidence.who(failure) + working(failure),
                "Switch TLS on at the server and give it a certificate. If it has TLS, a device on the way answers in "
                        + "its place, as some do to be able to read FTP: switch its FTP inspection off, or use "
                        + "implicit TLS.",
                "the same on the server itself: if AUTH is taken there, a device on the way is the reason"));
    }

    private static Optional<Finding> certificateNotTrusted(Failure failure) {
        if (!failure.endedIn(NOT_TRUSTED) || !failure.at(Phase.AUTH)) {
            return Optional.empty();
        }
        return Optional.of(Finding.certain(
                CauseKind.CERTIFICATE_NOT_TRUSTED,
                Evidence.of(failure.record()) + ", " + Evidence.who(failure) + working(failure),
                "If the server made the certificate itself, give it with --ca FILE, or --insecure to test the network "
                        + "only. If it names another host, connect by the name that it holds."));
    }

    private static Optional<Finding> tlsBroken(Failure failure) {
        if (!failure.at(Phase.AUTH) || !failure.endedIn(TLS_BROKEN, RESET, CLOSED, TIMED_OUT)) {
            return Optional.empty();
        }
        return Optional.of(
                Finding.likely(
                        CauseKind.TLS_BROKEN,
                        "the handshake on the control connection: " + Evidence.of(failure.record()) + ", "
                                + Evidence.who(failure) + working(failure),
                        "Check that the port is the right one for this kind of TLS (ftps://HOST is for port 990 usually, "
                                + "AUTH for 21), and that server and client have a version of TLS in common. Else a device on "
                                + "the way does not let TLS pass on this port.",
                        "the same as ftps://HOST:990 if it was without ftps://, and the other way round, and on the server itself"));
    }

    /** PBSZ and PROT belong to this phase; RFC 4217, section 9, has these codes for them. */
    private static Optional<Finding> dataNotProtected(Failure failure) {
        if (!failure.at(Phase.LOGIN) || !failure.tls() || !failure.replied(500, 502, 504, 534, 536)) {
            return Optional.empty();
        }
        return Optional.of(Finding.certain(
                CauseKind.TLS_NOT_OFFERED,
                "TLS is there on the control connection, and to PBSZ or PROT P " + Evidence.of(failure.record()) + ", "
                        + Evidence.who(failure),
                "Let the server protect data connections, too (PROT P)."));
    }

    private static Optional<Finding> loginRefused(Failure failure) {
        if (!failure.at(Phase.LOGIN) || !failure.refused()) {
            return Optional.empty();
        }
        return Optional.of(Finding.certain(
                CauseKind.LOGIN_REFUSED,
                Evidence.of(failure.record()) + ", " + Evidence.who(failure),
                "Check --user and --password, and at the server whether the account may log in from this address."));
    }

    /** Up to where a transfer would begin. */
    private static Optional<Finding> controlLost(Failure failure) {
        boolean early = failure.at(Phase.LOGIN) || failure.at(Phase.DATA_SETUP);
        boolean ended = failure.endedIn(CLOSED, RESET, TIMED_OUT, TLS_BROKEN) || failure.replied(421);
        boolean noPort = failure.at(Phase.DATA_SETUP) && failure.passive() && failure.refused();
        if (!early || !ended || noPort) {
            return Optional.empty();
        }
        String command =
                failure.at(Phase.LOGIN) ? "the login" : failure.cell().mode().name();
        return Optional.of(Finding.likely(
                CauseKind.CONTROL_LOST,
                "after " + command + ": " + Evidence.of(failure.record()) + ", " + Evidence.who(failure)
                        + working(failure),
                "Look into the server's log for why the session ended. If it knows nothing of " + command
                        + ", a device on the way that inspects FTP swallowed it: switch its inspection off, or use "
                        + "TLS, which it cannot read.",
                "the same on the server itself, and under TLS"));
    }

    private static String working(Failure failure) {
        return Evidence.butWorks(
                failure.seen().working(cell -> cell.family() == failure.cell().family()));
    }
}
