package org.ephemeralftp.server.advertise;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A name and the IPv4 address it has now. The name is resolved again, elsewhere, when the answer is old; a good answer is
 * kept until there is another one.
 */
final class ResolvedName {
    /** How old an answer becomes before the name is resolved again. */
    static final Duration AGE = Duration.ofSeconds(60);

    /** When a name that could not be resolved is tried again. */
    static final Duration RETRY = Duration.ofSeconds(5);

    /** How long a client waits for the very first answer. */
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(3);

    private static final Logger log = LoggerFactory.getLogger(ResolvedName.class);

    private final String name;
    private final Lookups lookups;
    private final CountDownLatch answered = new CountDownLatch(1);
    private @Nullable Inet4Address address;
    /** Why the last attempt failed; null if it did not. */
    private @Nullable String failure;

    private boolean looking;
    private long dueNanos;

    ResolvedName(String name, Lookups lookups) {
        this.name = name;
        this.lookups = lookups;
        dueNanos = lookups.ticker().nanos();
    }

    /** Begins to resolve the name, if that is due and not going on. */
    void refresh() {
        synchronized (this) {
            if (looking || lookups.ticker().nanos() < dueNanos) {
                return;
            }
            looking = true;
        }
        try {
            lookups.executor().execute(this::lookUp);
        } catch (RejectedExecutionException e) {
            // The server is stopping.
            giveUp();
        }
    }

    private void lookUp() {
        try {
            List<InetAddress> answer = lookups.resolver().resolve(name);
            List<Inet4Address> usable = answer.stream()
                    .filter(found -> found instanceof Inet4Address && HostAddress.isOfOneHost(found))
                    .map(Inet4Address.class::cast)
                    .toList();
            if (usable.isEmpty()) {
                failed("it has no IPv4 address");
            } else {
                resolved(usable);
            }
        } catch (UnknownHostException | RuntimeException e) {
            failed("it cannot be resolved");
        } finally {
            answered.countDown();
        }
    }

    private synchronized void resolved(List<Inet4Address> usable) {
        Inet4Address before = address;
        // A name that stands for several hosts answers in another order each time.
        Inet4Address now = before != null && usable.contains(before) ? before : usable.get(0);
        if (before != null && !now.equals(before)) {
            log.info("{} is {} now, and was {}", name, now.getHostAddress(), before.getHostAddress());
        } else if (failure != null) {
            log.info("{} is {}", name, now.getHostAddress());
        }
        address = now;
        failure = null;
        over(AGE);
    }

    private synchronized void failed(String reason) {
        if (!reason.equals(failure)) {
            log.warn(
                    "{} is to be advertised, but {}; {}, and it is tried again every {} s",
                    name,
                    reason,
                    address == null
                            ? "PASV is answered 425 to the clients it is for"
                            : "its last address, " + address.getHostAddress() + ", is used",
                    RETRY.toSeconds());
        }
        failure = reason;
        over(RETRY);
    }

    private void over(Duration wait) {
        looking = false;
        dueNanos = lookups.ticker().nanos() + wait.toNanos();
    }

    /**
     * The last good answer. Waits only for the very first attempt, and not for long.
     *
     * @throws AdvertiseException if there was never one
     */
    Inet4Address address() throws AdvertiseException {
        refresh();
        boolean inTime = false;
        try {
            inTime = answered.await(FIRST_ANSWER.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (address == null) {
                throw new AdvertiseException("The host to connect to is " + name + ", but "
                        + (inTime && failure != null ? failure : "it is not resolved yet")
                        + ": try again later, or use EPSV");
            }
            return address;
        }
    }

    /** Lets nobody wait any longer. */
    void giveUp() {
        answered.countDown();
    }
}
