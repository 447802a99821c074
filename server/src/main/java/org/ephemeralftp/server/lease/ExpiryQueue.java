package org.ephemeralftp.server.lease;

import org.jspecify.annotations.Nullable;

/**
 * A queue of things that end at a deadline, soonest first. Adding is O(1) when deadlines come in order, which they do
 * for a constant timeout; removing is always O(1). Not thread-safe.
 */
final class ExpiryQueue<T> {
    /** The ticket for one thing in the queue, with which it is taken out again. */
    static final class Entry<T> {
        final T item;
        final long deadline;
        private @Nullable Entry<T> previous;
        private @Nullable Entry<T> next;
        private boolean queued = true;

        private Entry(T item, long deadline) {
            this.item = item;
            this.deadline = deadline;
        }
    }

    private @Nullable Entry<T> first;
    private @Nullable Entry<T> last;
    private int size;

    /** Adds a thing in its place, which takes as long as there are things with later deadlines. */
    Entry<T> add(T item, long deadline) {
        Entry<T> entry = new Entry<>(item, deadline);
        size++;
        Entry<T> before = last;
        while (before != null && before.deadline > deadline) {
            before = before.previous;
        }
        Entry<T> after = before == null ? first : before.next;
        entry.previous = before;
        entry.next = after;
        if (before == null) {
            first = entry;
        } else {
            before.next = entry;
        }
        if (after == null) {
            last = entry;
        } else {
            after.previous = entry;
        }
        return entry;
    }

    /** Adds a thing behind all others, in O(1), and puts its deadline off to the last one's if that is later. */
    Entry<T> addLast(T item, long deadline) {
        return add(item, last == null ? deadline : Math.max(deadline, last.deadline));
    }

    /** Takes an entry out; one that is out already stays out. */
    void remove(@Nullable Entry<T> entry) {
        if (entry == null || !entry.queued) {
            return;
        }
        entry.queued = false;
        size--;
        Entry<T> before = entry.previous;
        Entry<T> after = entry.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        // An entry that is still referred to must not keep its old neighbours alive.
        entry.previous = null;
        entry.next = null;
    }

    /** Takes out and returns the first thing whose deadline is at or before {@code now}, or null. */
    @Nullable
    T pollExpired(long now) {
        Entry<T> entry = first;
        if (entry == null || entry.deadline > now) {
            return null;
        }
        remove(entry);
        return entry.item;
    }

    /** The soonest deadline, or {@link Long#MAX_VALUE} if the queue is empty. */
    long nextDeadline() {
        return first == null ? Long.MAX_VALUE : first.deadline;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return first == null;
    }
}
