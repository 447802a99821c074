package org.ephemeralftp.client.load;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.ephemeralftp.client.connection.StallGuard;

/** What the sessions of a load share: the transfers that are left, what is measured, and whether it goes on. */
final class LoadWork {
    private final LoadPlan plan;
    private final FtpSession.Door door;
    private final StallGuard guard;
    private final LongSupplier ticker;
    private final LoadObserver observer;
    private final LoadMeters meters;
    private final LoadFiles files;
    private final LoadPreparation preparation;
    private final CountDownLatch begin;
    private final CountDownLatch ended;
    private final CountDownLatch exhausted = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicLong tickets = new AtomicLong();
    private final AtomicLong triedTransfers = new AtomicLong();
    private final AtomicInteger givenUp = new AtomicInteger();
    private final Set<FtpSession> open = ConcurrentHashMap.newKeySet();
    private volatile String lastProblem = "";

    LoadWork(
            LoadPlan plan,
            FtpSession.Door door,
            StallGuard guard,
            LongSupplier ticker,
            LoadObserver observer,
            LoadMeters meters,
            LoadFiles files,
            LoadPreparation preparation) {
        this.plan = plan;
        this.door = door;
        this.guard = guard;
        this.ticker = ticker;
        this.observer = observer;
        this.meters = meters;
        this.files = files;
        this.preparation = preparation;
        this.begin = new CountDownLatch(plan.ramp().isZero() ? plan.sessions() : 0);
        this.ended = new CountDownLatch(plan.sessions());
    }

    LoadPlan plan() {
        return plan;
    }

    LoadMeters meters() {
        return meters;
    }

    /** The next transfer's number, if any is left and the load goes on. */
    OptionalLong next() {
        long ticket = tickets.getAndIncrement();
        if (ticket < plan.transfers() && goesOn()) {
            return OptionalLong.of(ticket);
        }
        exhausted.countDown();
        return OptionalLong.empty();
    }

    /** What the transfer with this number moves. */
    Cargo cargo(long number) {
        return switch (plan.operation(number)) {
            case UPLOAD -> new Cargo.Upload(files.begin(number), new LoadContent(number, plan.size(number)));
            case DOWNLOAD -> preparation.download(plan.size(number));
            case LIST -> new Cargo.Listing();
        };
    }

    void deleted(String name) {
        files.gone(name);
    }

    /** A session that is not connected yet; it is closed when the load is over, if not before. */
    FtpSession session() {
        FtpSession session = new FtpSession(door, guard);
        open.add(session);
        if (!goesOn()) {
            session.close();
        }
        return session;
    }

    LoadTransfer transfers(FtpSession session) {
        return new LoadTransfer(session, guard, ticker, meters);
    }

    void closed(FtpSession session) {
        open.remove(session);
    }

    /** Without a ramp all transfers begin together: when each session has logged in, or failed to, once. */
    void ready() {
        begin.countDown();
    }

    void awaitOthers() throws InterruptedException {
        begin.await(plan.timeLimit().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits, unless the load is over before. */
    void pause(Duration time) throws InterruptedException {
        over.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    void succeeded(Transfer transfer) {
        meters.transferred(transfer);
        synchronized (observer) {
            observer.transferred(transfer, triedTransfers.incrementAndGet());
        }
    }

    /** A transfer failed. What fails because the load is over counts for nothing. */
    void failed(LoadProblem problem) {
        if (goesOn()) {
            troubled(problem);
            synchronized (observer) {
                observer.failed(triedTransfers.incrementAndGet());
            }
        }
    }

    /** Something other than a transfer failed. */
    void troubled(LoadProblem problem) {
        if (goesOn()) {
            meters.failed(problem);
            lastProblem = problem.at() + ": " + problem.text();
        }
    }

    void gaveUp() {
        givenUp.incrementAndGet();
    }

    void sessionEnded() {
        ended.countDown();
    }

    boolean goesOn() {
        return over.getCount() > 0;
    }

    /** Waits until no transfer is left to begin; tells whether it is so. */
    boolean awaitExhaustion(Duration limit) throws InterruptedException {
        return exhausted.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** No further transfer begins; those that have begun may go on. */
    void noMore() {
        // Far from where counting on would overflow.
        tickets.set(Long.MAX_VALUE / 2);
        while (begin.getCount() > 0) {
            begin.countDown();
        }
    }

    /** Ends it now: no session begins anything, and what waits for the server is closed. */
    void end() {
        over.countDown();
        open.forEach(FtpSession::close);
    }

    /** Waits until all sessions have ended; tells whether they have. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    boolean allTried() {
        return triedTransfers.get() == plan.transfers();
    }

    int givenUp() {
        return givenUp.get();
    }

    /** What went wrong last; empty if nothing did. */
    String lastProblem() {
        return lastProblem;
    }
}
