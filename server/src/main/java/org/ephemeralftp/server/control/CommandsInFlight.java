package org.ephemeralftp.server.control;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpReply;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.data.DataSetup;

/**
 * The commands of one session that were received and are not carried out yet. They run one after the other, but some
 * must not wait for a transfer: ABOR ends it, and NOOP and STAT (RFC 959, section 4.1.3) are answered beside it.
 *
 * <p>A client that sends commands ahead tells replies apart by their order. So ABOR's own reply keeps its place, and NOOP
 * and STAT are answered early only if the transfer is all that is before them, and has begun.
 *
 * <p>The watchdog asks this, so that nothing is written under its lock: observers are told of what is written.
 */
final class CommandsInFlight {
    /** Without the name of the command: lftp takes a 426 that has it for the reply to ABOR itself. */
    private static final String ABORTED = "The transfer was aborted, as the client asked";

    /** For how long the end of a transfer waits for an answer beside it that is being written. */
    private static final long WRITE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final DataSetup setup;
    private final Consumer<FtpReply> answer;
    /** Received while a transfer command was about to begin: nobody knows yet whether it will take its time. */
    private final List<ControlRequest> keptBack = new ArrayList<>();
    /** Given beside a transfer, and not written yet. */
    private final Queue<FtpReply> answers = new ArrayDeque<>();
    /** Whether a thread is writing them. */
    private boolean writing;

    private int inLine;
    private int transfersInLine;
    private int abortsInLine;
    private @Nullable Supplier<String> progress;
    private long lastChange = System.nanoTime();
    private boolean ended;

    CommandsInFlight(DataSetup setup, Consumer<FtpReply> answer) {
        this.setup = setup;
        this.answer = answer;
    }

    /**
     * Looks at a command as soon as it arrives.
     *
     * @return whether it is to be put in line; if not, it is answered here or comes back from {@link #finished}
     */
    boolean arrived(ControlRequest request) {
        if (isBesideTransfer(request)) {
            writeAnswers();
            return false;
        }
        boolean abort = isAbort(request);
        boolean somethingToStop;
        synchronized (this) {
            somethingToStop = inLine > 0;
            inLine++;
            transfersInLine += isTransfer(request) ? 1 : 0;
            abortsInLine += abort ? 1 : 0;
        }
        if (abort && somethingToStop) {
            setup.stop(ABORTED);
        }
        return true;
    }

    private synchronized boolean isBesideTransfer(ControlRequest request) {
        lastChange = System.nanoTime();
        if (!mayBeAnsweredEarly(request) || inLine != 1 || transfersInLine != 1) {
            return false;
        }
        if (progress == null) {
            keptBack.add(request);
        } else {
            answers.add(answerTo(request, progress));
        }
        return true;
    }

    /** A transfer is under way: it waits for its data connection, or bytes move. */
    void transferBegins(Supplier<String> status) {
        synchronized (this) {
            progress = status;
            keptBack.forEach(request -> answers.add(answerTo(request, status)));
            keptBack.clear();
        }
        writeAnswers();
    }

    /** To be called before the transfer's final reply, so that no answer given beside it comes after that. */
    synchronized void transferEnds() {
        progress = null;
        long end = System.nanoTime() + WRITE_NANOS;
        try {
            for (long left = WRITE_NANOS; (writing || !answers.isEmpty()) && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes the answers there are, unless another thread is at it: then that thread writes them. */
    private void writeAnswers() {
        if (!beginsToWrite()) {
            return;
        }
        FtpReply next = nextAnswer();
        try {
            while (next != null) {
                answer.accept(next);
                next = nextAnswer();
            }
        } finally {
            if (next != null) {
                giveUpAnswers();
            }
        }
    }

    /** The session cannot be written to any more. */
    private synchronized void giveUpAnswers() {
        answers.clear();
        writing = false;
        notifyAll();
    }

    private synchronized boolean beginsToWrite() {
        boolean begins = !writing;
        writing = true;
        return begins;
    }

    private synchronized @Nullable FtpReply nextAnswer() {
        FtpReply next = answers.poll();
        if (next == null) {
            writing = false;
            notifyAll();
        }
        return next;
    }

    /**
     * A command is carried out and answered.
     *
     * @return what was kept back behind it and is next in line
     */
    synchronized List<ControlRequest> finished(ControlRequest request) {
        lastChange = System.nanoTime();
        inLine--;
        if (isTransfer(request)) {
            transfersInLine--;
        } else if (isAbort(request)) {
            abortsInLine--;
            if (abortsInLine == 0) {
                setup.resume();
            }
        }
        List<ControlRequest> next = List.copyOf(keptBack);
        keptBack.clear();
        inLine += next.size();
        return next;
    }

    /** For how long no command came and none was being carried out, in nanoseconds until {@code now}. */
    synchronized long idleNanos(long now) {
        return inLine > 0 ? 0 : now - lastChange;
    }

    /**
     * Ends the session, if no command came for so long and none is being carried out. That is one step: a command that
     * arrives meanwhile prevents it, or finds the session ended.
     *
     * @return whether this ended it
     */
    synchronized boolean endAtRest(long nanos) {
        return idleNanos(System.nanoTime()) >= nanos && inLine == 0 && end();
    }

    /**
     * Ends the session, whatever it is at.
     *
     * @return false if it was ended before
     */
    synchronized boolean end() {
        boolean ends = !ended;
        ended = true;
        return ends;
    }

    /** Whether no command is to be carried out any more. */
    synchronized boolean isEnded() {
        return ended;
    }

    /** How many commands came and are not answered yet. */
    synchronized int waiting() {
        return inLine + keptBack.size() + answers.size();
    }

    private static FtpReply answerTo(ControlRequest request, Supplier<String> status) {
        return request.verb() == Verb.NOOP
                ? new DefaultFtpReply(200, "NOOP okay")
                : new DefaultFtpReply(213, status.get());
    }

    static boolean isTransfer(ControlRequest request) {
        return request.has(Verb.Trait.TRANSFER);
    }

    private static boolean isAbort(ControlRequest request) {
        return request.verb() == Verb.ABOR;
    }

    /** STAT with an argument is a listing, and those wait their turn. */
    private static boolean mayBeAnsweredEarly(ControlRequest request) {
        return request.verb() == Verb.NOOP || (request.verb() == Verb.STAT && !request.hasArgument());
    }
}
