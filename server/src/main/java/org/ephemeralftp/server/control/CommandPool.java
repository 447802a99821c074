package org.ephemeralftp.server.control;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoEvent;
import org.apache.mina.core.session.IoSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that commands run on: those of one session in order, and all sessions at once, so that a session that
 * waits never keeps another one waiting. There are as many threads as sessions with something to run; it is the number
 * of sessions that is limited.
 *
 * <p>What has to wait for long need not hold its thread: it pauses its session's line, and goes on, on some thread, when it
 * is told to, before what came behind it.
 *
 * <p>MINA's own ordered pool starts no thread as long as one is idle, even if that one has been given something to run
 * and has not woken up yet: of two commands that arrive together, the second one would wait for the end of the first.
 */
final class CommandPool implements Executor {
    private static final Logger log = LoggerFactory.getLogger(CommandPool.class);
    private static final AttributeKey LINE = new AttributeKey(CommandPool.class, "line");
    private static final long KEPT_SECONDS = 30;

    private final AtomicInteger started = new AtomicInteger();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, KEPT_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, "ephemeral-ftp-command-" + started.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(Runnable event) {
        execute(((IoEvent) event).getSession(), event);
    }

    /** Has something run when everything is done that the session has to do up to now. */
    void execute(IoSession session, Runnable event) {
        Line line = lineOf(session);
        if (line.add(event)) {
            start(line);
        }
    }

    private void start(Line line) {
        try {
            threads.execute(line);
        } catch (RuntimeException | Error e) {
            // Otherwise the session's next event would wait for a thread that never came.
            line.clear();
            throw e;
        }
    }

    /**
     * Pauses what a session has to run, once the event that runs now has returned. Only that event may call it, and once.
     *
     * @param rest what is run, in the event's place in the line, when the pause is over
     */
    Pause pause(IoSession session, Runnable rest) {
        Line line = lineOf(session);
        Pause pause = new Pause(line, rest);
        line.pause(pause);
        return pause;
    }

    /** A pause in what one session has to run. It holds no thread. */
    final class Pause {
        private final Line line;
        private final Runnable rest;
        private boolean over;
        /** Whether the thread that was at the line has left it. */
        private boolean left;

        private Pause(Line line, Runnable rest) {
            this.line = line;
            this.rest = rest;
        }

        /** Ends it; further calls do nothing. May come from any thread, also before the event has returned. */
        void end() {
            synchronized (line) {
                if (over) {
                    return;
                }
                over = true;
                if (!left) {
                    return;
                }
            }
            try {
                start(line);
            } catch (RejectedExecutionException e) {
                log.debug("The server was stopped in a pause", e);
            }
        }
    }

    private static Line lineOf(IoSession session) {
        if (!(session.getAttribute(LINE) instanceof Line)) {
            session.setAttributeIfAbsent(LINE, new Line());
        }
        return (Line) session.getAttribute(LINE);
    }

    /** How many threads are at something. */
    int busy() {
        return threads.getActiveCount();
    }

    /** Waits for what still runs, and interrupts it when the time is over. */
    void stop(long seconds) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(seconds, TimeUnit.SECONDS)) {
                log.warn("Some commands did not end within {} s; they are interrupted", seconds);
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What one session has to run. The first event stays in the queue while it runs, and while it pauses. */
    private static final class Line implements Runnable {
        private final Deque<Runnable> events = new ArrayDeque<>();
        private @Nullable Pause pause;

        /** Adds an event; true if no thread is at this line, so that one must be found. */
        synchronized boolean add(Runnable event) {
            events.add(event);
            return events.size() == 1;
        }

        private synchronized @Nullable Runnable first() {
            return events.peek();
        }

        synchronized void pause(Pause value) {
            pause = value;
        }

        private synchronized @Nullable Runnable next() {
            events.remove();
            Pause begun = pause;
            pause = null;
            if (begun != null) {
                events.addFirst(begun.rest);
                if (!begun.over) {
                    begun.left = true;
                    return null;
                }
            }
            return events.peek();
        }

        synchronized void clear() {
            events.clear();
        }

        @Override
        public void run() {
            for (Runnable event = first(); event != null; event = next()) {
                try {
                    event.run();
                } catch (RuntimeException | Error e) {
                    log.error("A command failed, and so did the answer that says so", e);
                }
            }
        }
    }
}
