package org.ephemeralftp.client.tour;

import java.io.IOException;
import java.net.InetAddress;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPReply;

import org.ephemeralftp.client.connection.Endpoint;
import org.ephemeralftp.client.connection.StallGuard;

/** The way to control connections that are logged in and ready for transfers. */
final class ControlConnections {
    private final TourPlan plan;
    private final Surroundings surroundings;
    private final StallGuard guard;
    private boolean loginWasRefused;

    ControlConnections(TourPlan plan, Surroundings surroundings, StallGuard guard) {
        this.plan = plan;
        this.surroundings = surroundings;
        this.guard = guard;
    }

    boolean loginWasRefused() {
        return loginWasRefused;
    }

    /** Connects and logs in; a client that fails on the way is closed. */
    RecordingFtpClient open(InetAddress address, Timeline timeline) throws TourFailure {
        TourTls tls =
                plan.trust() == null ? null : new TourTls(plan.trust().newTls().forManyTransfers(), plan.server());
        RecordingFtpClient client = new RecordingFtpClient(surroundings, guard, plan.timeout(), tls, timeline);
        boolean ready = false;
        try {
            timeline.step(Step.CONNECT);
            client.connect(address, plan.server().port());
            if (!FTPReply.isPositiveCompletion(client.getReplyCode())) {
                throw client.refusal();
            }
            if (tls != null && !tls.implicit()) {
                client.authTls();
            }
            timeline.step(Step.LOGIN);
            logIn(client, timeline);
            ready = true;
            return client;
        } catch (TourFailure e) {
            throw e;
        } catch (IOException e) {
            if (!client.accepted()) {
                Endpoint server = new Endpoint(address, plan.server().port());
                String text = FailureText.controlConnect(e, server, plan.timeout());
                throw new TourFailure(TourFailure.Kind.NOT_ACCEPTED, text, e);
            }
            String text = FailureText.describe(e, timeline.lastReply());
            throw new TourFailure(TourFailure.Kind.CELL, text, e);
        } finally {
            if (!ready) {
                client.abandon();
            }
        }
    }

    private void logIn(RecordingFtpClient client, Timeline timeline) throws IOException {
        if (!client.login(plan.user(), plan.password().reveal())) {
            if (client.getReplyCode() != FTPReply.NOT_LOGGED_IN) {
                throw client.refusal();
            }
            loginWasRefused = true;
            throw new TourFailure(
                    TourFailure.Kind.LOGIN_REFUSED,
                    FailureText.advised(
                            "the login as " + plan.user() + " was refused: " + timeline.lastReply(),
                            "check --user and --password"),
                    null);
        }
        if (plan.trust() != null) {
            client.protectData();
        }
        if (!client.setFileType(FTP.BINARY_FILE_TYPE)) {
            throw client.refusal();
        }
    }

    /** The way to one more control connection to the same address. */
    @FunctionalInterface
    interface Opener {
        RecordingFtpClient open(Timeline timeline) throws IOException;
    }
}
