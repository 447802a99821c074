package org.ephemeralftp.server.lease;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/** The lock of one pool. What must not happen under it, waking the acceptor, is done when it is given back. */
final class PoolLock implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final LongConsumer alarm;
    private long soonest = Long.MAX_VALUE;

    /** {@code alarm} is told, outside of the lock, the soonest deadline that was set under it. */
    PoolLock(LongConsumer alarm) {
        this.alarm = alarm;
    }

    /** Takes the lock, to be given back at the end of a try statement. */
    PoolLock hold() {
        lock.lock();
        return this;
    }

    /** Gives the lock back. */
    @Override
    public void close() {
        long deadline = soonest;
        soonest = Long.MAX_VALUE;
        lock.unlock();
        if (deadline != Long.MAX_VALUE) {
            alarm.accept(deadline);
        }
    }

    /** Notes a deadline by which the pool must be looked at. */
    void alarmAt(long deadline) {
        soonest = Math.min(soonest, deadline);
    }

    Condition newCondition() {
        return lock.newCondition();
    }
}
