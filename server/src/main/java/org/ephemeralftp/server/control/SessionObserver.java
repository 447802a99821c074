package org.ephemeralftp.server.control;

import org.jspecify.annotations.Nullable;

/**
 * A callback for what happens in control sessions. Calls for one session come one at a time, in the order of events, on
 * whichever thread caused one; those for different sessions may come at once. An observer must not block: it would hold
 * up the sessions of others. What it throws is logged.
 *
 * <p>A client that has read the reply to a command can rely on observers having been told of both; only NOOP and STAT
 * beside a transfer may be told of a moment later. Whoever begins to observe hears from then on also of sessions that
 * were there already.
 */
public interface SessionObserver {
    /** A client has connected and is admitted; it is not greeted yet. */
    default void opened(SessionView session) {}

    /** A user has logged in; the session has its name. */
    default void loggedIn(SessionView session) {}

    /**
     * A login was refused, because the password is wrong, there is no such user, or its home cannot be used. The reply to
     * the client may come much later.
     *
     * @param user the name that the client said, which need not be that of an account: people in a hurry type their
     *     password there
     */
    default void loginFailed(SessionView session, String user) {}

    /**
     * A command has arrived. It is carried out when those before it are.
     *
     * @param verb in upper case, and without the X that some commands had before RFC 959; {@code ?} for what is no
     *     command, because people in a hurry type their password there
     * @param argument as the client sent it; null if there is none, and always null where it is a secret, as that of
     *     PASS is, and behind what is no command
     */
    default void received(SessionView session, String verb, @Nullable String argument) {}

    /**
     * A reply is on its way.
     *
     * @param text without the code; its lines are separated by line feeds
     */
    default void replied(SessionView session, int code, String text) {}

    /** A transfer command was carried out or refused; its final reply follows. */
    default void transferred(SessionView session, TransferReport report) {}

    /** The control connection is closed and no command of it is being carried out any more. Nothing follows. */
    default void closed(SessionView session) {}
}
