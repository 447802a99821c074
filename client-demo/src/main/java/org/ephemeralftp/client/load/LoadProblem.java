package org.ephemeralftp.client.load;

import java.io.IOException;
import java.util.Objects;
import org.apache.commons.net.ftp.FTPReply;

import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.connection.Reply;

/** Why a transfer, or a session, failed. */
final class LoadProblem extends Exception {
    private final String what;
    private final String at;
    private final boolean broken;

    private LoadProblem(String what, String at, String text, boolean broken) {
        super(text);
        this.what = what;
        this.at = at;
        this.broken = broken;
    }

    /** The server said no. After a 421 it closes the connection (RFC 959, section 5.4). */
    static LoadProblem replied(String verb, Reply reply, String addition) {
        return new LoadProblem(
                String.valueOf(reply.code()),
                verb,
                reply.text() + addition,
                reply.code() == FTPReply.SERVICE_NOT_AVAILABLE);
    }

    /** The control connection failed: what the next reply would be to is not known any more. */
    static LoadProblem broken(String at, IOException e) {
        return new LoadProblem(ConnectionOutcome.of(e).toString(), at, text(e), true);
    }

    /** A reply lacks what it is for. */
    static LoadProblem notUnderstood(String verb, IOException e) {
        return new LoadProblem(ConnectionOutcome.of(e).toString(), verb, text(e), false);
    }

    /** The data connection failed; the control connection is as it should be. */
    static LoadProblem ofData(IOException e) {
        return new LoadProblem(ConnectionOutcome.of(e).toString(), "data connection", text(e), false);
    }

    static LoadProblem ofContent(Operation operation, String difference) {
        return new LoadProblem("content", operation.toString(), difference, false);
    }

    /** A session did not come to be. */
    static LoadProblem ofSession(IOException e) {
        return e instanceof RefusedException refused
                ? new LoadProblem(String.valueOf(refused.code()), refused.step(), text(refused), true)
                : broken("session set-up", e);
    }

    static String text(IOException e) {
        return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }

    /** The code of a reply, or an outcome. */
    String what() {
        return what;
    }

    String at() {
        return at;
    }

    String text() {
        return Objects.requireNonNullElse(getMessage(), what);
    }

    /** Whether the session can go on. */
    boolean broken() {
        return broken;
    }
}
