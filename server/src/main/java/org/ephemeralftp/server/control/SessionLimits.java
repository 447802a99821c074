package org.ephemeralftp.server.control;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Admits so many sessions in all and so many from one address, none while the server drains, and answers 421 to the rest. */
final class SessionLimits extends IoFilterAdapter {
    private static final Logger log = LoggerFactory.getLogger(SessionLimits.class);
    private static final AttributeKey ADMITTED = new AttributeKey(SessionLimits.class, "admitted");

    private final int limit;
    private final int limitPerAddress;
    private final Drain drain;
    private final Map<InetAddress, Integer> perAddress = new HashMap<>();
    private int sessions;

    SessionLimits(int limit, int limitPerAddress, Drain drain) {
        this.limit = limit;
        this.limitPerAddress = limitPerAddress;
        this.drain = drain;
    }

    @Override
    public void sessionCreated(NextFilter next, IoSession session) throws Exception {
        InetAddress client = ControlPeer.of(session).client().getAddress();
        if (admit(client)) {
            session.setAttribute(ADMITTED, client);
            next.sessionCreated(session);
        }
    }

    @Override
    public void sessionOpened(NextFilter next, IoSession session) throws Exception {
        if (isAdmitted(session)) {
            next.sessionOpened(session);
        } else if (drain.begun()) {
            session.write(Drain.goodbye());
            session.closeOnFlush();
        } else {
            log.info("Too many sessions: refused {}", ControlPeer.of(session).client());
            session.write(new DefaultFtpReply(421, "Too many sessions, try again later"));
            session.closeOnFlush();
        }
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
        if (session.removeAttribute(ADMITTED) instanceof InetAddress client) {
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

    private synchronized boolean admit(InetAddress client) {
        int ofClient = perAddress.getOrDefault(client, 0);
        if (drain.begun() || sessions >= limit || ofClient >= limitPerAddress) {
            return false;
        }
        sessions++;
        perAddress.put(client, ofClient + 1);
        return true;
    }

    private synchronized void leave(InetAddress client) {
        sessions--;
        if (sessions == 0) {
            notifyAll();
        }
        perAddress.computeIfPresent(client, (address, count) -> count == 1 ? null : count - 1);
    }

    private static boolean isAdmitted(IoSession session) {
        return session.containsAttribute(ADMITTED);
    }
}
