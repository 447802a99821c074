package org.ephemeralftp.server.control;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.jspecify.annotations.Nullable;

/**
 * Admits so many sessions in all and so many from one client, none of those that are banned and none while the server
 * drains, and answers 421 to the rest.
 */
final class SessionLimits extends IoFilterAdapter {
    private static final AttributeKey ADMITTED = new AttributeKey(SessionLimits.class, "admitted");
    private static final AttributeKey REFUSED = new AttributeKey(SessionLimits.class, "refused");

    /** Why a session is not admitted. */
    private enum Refusal {
        DRAINING("The server is stopping"),
        BANNED("Too many failed logins from your address"),
        TOO_MANY("Too many sessions"),
        TOO_MANY_OF_CLIENT("Too many sessions from your address");

        private final String text;

        Refusal(String text) {
            this.text = text;
        }

        FtpReply reply() {
            return new DefaultFtpReply(421, text + ", try again later");
        }
    }

    private final int limit;
    private final int limitPerClient;
    private final Drain drain;
    private final LoginGuard guard;
    private final Map<ClientAddress, Integer> perClient = new HashMap<>();
    /** Of the limits: a ban has a line of its own, and so has the end of the server. */
    private final Map<Refusal, RefusalLog> refusals = new EnumMap<>(Map.of(
            Refusal.TOO_MANY, new RefusalLog(System::nanoTime),
            Refusal.TOO_MANY_OF_CLIENT, new RefusalLog(System::nanoTime)));

    private int sessions;

    SessionLimits(int limit, int limitPerClient, Drain drain, LoginGuard guard) {
        this.limit = limit;
        this.limitPerClient = limitPerClient;
        this.drain = drain;
        this.guard = guard;
    }

    @Override
    public void sessionCreated(NextFilter next, IoSession session) throws Exception {
        InetAddress address = ControlPeer.of(session).client().getAddress();
        ClientAddress client = ClientAddress.of(address);
        // The guard has a lock of its own.
        Refusal refusal = guard.isBanned(address) ? Refusal.BANNED : admit(client);
        if (refusal == null) {
            session.setAttribute(ADMITTED, client);
            next.sessionCreated(session);
        } else {
            session.setAttribute(REFUSED, refusal);
        }
    }

    @Override
    public void sessionOpened(NextFilter next, IoSession session) throws Exception {
        if (!(session.getAttribute(REFUSED) instanceof Refusal refusal)) {
            next.sessionOpened(session);
            return;
        }
        RefusalLog log = refusals.get(refusal);
        if (log != null) {
            InetSocketAddress client = ControlPeer.of(session).client();
            log.refused(
                    refusal == Refusal.TOO_MANY ? "Too many sessions" : "Too many sessions of one address",
                    client.getAddress().getHostAddress() + " port " + client.getPort());
        }
        session.write(refusal.reply());
        session.closeOnFlush();
    }

    @Override
    public void messageReceived(NextFilter next, IoSession session, Object message) throws Exception {
        if (isAdmitted(session)) {
            next.messageReceived(session, message);
        }
    }

    @Override
    public void messageSent(NextFilter next, IoSession session, WriteRequest request) throws Exception {
        if (isAdmitted(session)) {
            next.messageSent(session, request);
        }
    }

    @Override
    public void exceptionCaught(NextFilter next, IoSession session, Throwable cause) throws Exception {
        if (isAdmitted(session)) {
            next.exceptionCaught(session, cause);
        } else {
            session.closeNow();
        }
    }

    @Override
    public void sessionClosed(NextFilter next, IoSession session) throws Exception {
        if (session.removeAttribute(ADMITTED) instanceof ClientAddress client) {
            leave(client);
            next.sessionClosed(session);
        }
    }

    /**
     * Waits until there is no session.
     *
     * @return false if the time was over before
     */
    synchronized boolean awaitNone(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (sessions > 0) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    /** Takes a place; returns why there is none. */
    private synchronized @Nullable Refusal admit(ClientAddress client) {
        if (drain.begun()) {
            return Refusal.DRAINING;
        }
        if (sessions >= limit) {
            return Refusal.TOO_MANY;
        }
        int ofClient = perClient.getOrDefault(client, 0);
        if (ofClient >= limitPerClient) {
            return Refusal.TOO_MANY_OF_CLIENT;
        }
        sessions++;
        perClient.put(client, ofClient + 1);
        return null;
    }

    private synchronized void leave(ClientAddress client) {
        sessions--;
        if (sessions == 0) {
            notifyAll();
        }
        perClient.computeIfPresent(client, (same, count) -> count == 1 ? null : count - 1);
    }

    private static boolean isAdmitted(IoSession session) {
        return session.containsAttribute(ADMITTED);
    }
}
