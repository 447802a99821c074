package org.ephemeralftp.server.control;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.impl.FtpIoSession;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.data.DataView;

/**
 * What is to be seen of one session, and the way of its events to the observers. Commands are seen on the I/O thread and most replies on another one:
 * events are queued, and whoever queues one delivers what there is, one thread at a time.
 */
final class ObservedSession {
    private final SessionEvents events;
    private final long id;
    private final InetSocketAddress peer;
    private final InetSocketAddress local;
    private final Instant since = Instant.now();
    private final Queue<Consumer<SessionObserver>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger undelivered = new AtomicInteger();
    private volatile @Nullable String user;
    private volatile @Nullable Supplier<String> command;
    private volatile boolean closed;

    ObservedSession(SessionEvents events, FtpIoSession session) {
        this.events = events;
        id = session.getId();
        // The session forgets its addresses when it is closed.
        peer = (InetSocketAddress) session.getRemoteAddress();
        local = (InetSocketAddress) session.getLocalAddress();
    }

    void opened() {
        tell((observer, view) -> observer.opened(view));
    }

    void received(ControlRequest request) {
        tell((observer, view) -> observer.received(view, request.publicVerb(), request.publicArgument()));
    }

    void replied(FtpReply reply) {
        int code = reply.getCode();
        tell((observer, view) -> {
            String text = String.valueOf(reply.getMessage());
            observer.replied(view, code, text);
        });
    }

    /** A user has logged in; to be called before the reply is written. */
    void loggedIn(String name) {
        user = name;
        tell((observer, view) -> observer.loggedIn(view));
    }

    /** Nobody is logged in any more. At the end of a session it has still the user that it had. */
    void loggedOut() {
        user = null;
    }

    void loginFailed(String claimed) {
        tell((observer, view) -> observer.loginFailed(view, claimed));
    }

    /** Whether anybody listens; if not, reports need not be made. */
    boolean isObserved() {
        return events.observed();
    }

    void transferred(TransferReport report) {
        tell((observer, view) -> observer.transferred(view, report));
    }

    void closed() {
        tell((observer, view) -> observer.closed(view));
        closed = true;
    }

    /** A transfer command is under way, which this tells. */
    void transferBegins(Supplier<String> text) {
        command = text;
    }

    void transferEnds() {
        command = null;
    }

    /** The session as it is now, with this data connection. */
    SessionSnapshot snapshot(@Nullable DataView data) {
        Supplier<String> text = command;
        return new SessionSnapshot(view(), since, data, text == null ? null : text.get());
    }

    private SessionView view() {
        return new SessionView(id, peer, local, user);
    }

    private interface Call {
        void make(SessionObserver observer, SessionView view);
    }

    private void tell(Call call) {
        if (closed || !events.observed()) {
            return;
        }
        SessionView view = view();
        queue.add(observer -> call.make(observer, view));
        deliver();
    }

    /** Delivers what is queued, unless another thread is at it: then that thread delivers it. */
    private void deliver() {
        if (undelivered.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            for (var event = queue.poll(); event != null; event = queue.poll()) {
                events.tell(event);
            }
            seen = undelivered.addAndGet(-seen);
        } while (seen != 0);
    }
}
