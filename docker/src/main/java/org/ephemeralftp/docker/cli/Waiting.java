package org.ephemeralftp.docker.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;

import org.ephemeralftp.client.report.Progress;

/** A line on a terminal that tells how long something has been going on, and is gone when that is over. */
final class Waiting implements AutoCloseable {
    private static final int WIDTH = 79;

    private final Timer clock = new Timer("waiting", true);
    private final PrintStream terminal;
    private final String what;
    private final long began = System.nanoTime();
    private boolean over;

    private Waiting(PrintStream terminal, String what) {
        this.terminal = terminal;
        this.what = what;
    }

    /** Begins, if standard error is a terminal. */
    static Waiting forA(String what) {
        Waiting waiting = new Waiting(System.err, what);
        if (Progress.standardErrorIsTerminal()) {
            waiting.clock.scheduleAtFixedRate(
                    new TimerTask() {
                        @Override
                        public void run() {
                            waiting.show();
                        }
                    },
                    0,
                    1_000);
        } else {
            waiting.over = true;
        }
        return waiting;
    }

    private synchronized void show() {
        if (!over) {
            long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
            terminal.print("\r" + what + ": " + seconds + " s");
            terminal.flush();
        }
    }

    @Override
    public synchronized void close() {
        clock.cancel();
        if (!over) {
            terminal.print("\r" + " ".repeat(WIDTH) + "\r");
            terminal.flush();
        }
        over = true;
    }
}
