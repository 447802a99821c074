package org.ephemeralftp.server.control;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The observers of all sessions of one server. */
final class SessionEvents {
    private static final Logger log = LoggerFactory.getLogger(SessionEvents.class);

    private final List<SessionObserver> observers = new CopyOnWriteArrayList<>();

    void add(SessionObserver observer) {
        observers.add(observer);
    }

    void remove(SessionObserver observer) {
        observers.remove(observer);
    }

    /** Whether anybody listens; if not, events need not be made. */
    boolean observed() {
        return !observers.isEmpty();
    }

    void tell(Consumer<SessionObserver> event) {
        for (SessionObserver observer : observers) {
            try {
                event.accept(observer);
            } catch (RuntimeException | Error e) {
                log.warn("A session observer failed; the session is not affected", e);
            }
        }
    }
}
