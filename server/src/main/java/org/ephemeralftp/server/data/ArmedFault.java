package org.ephemeralftp.server.data;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.faults.Fault;
import org.ephemeralftp.server.faults.FaultScript;

/**
 * A scripted fault that one data connection is to meet: it lets only so many bytes pass, and then breaks or holds the
 * connection. For the transfer's own thread, but for {@link #abort}.
 */
final class ArmedFault implements Closeable {
    private static final long DELIVERY_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long DELIVERY_LOOK_MILLIS = 10;

    private final FaultScript.Claim claim;
    private final Fault.AfterBytes fault;
    private final SocketChannel channel;
    private final String victim;
    private final Runnable cutControl;
    private long left;
    private volatile boolean aborted;
    /** Where the transfer's thread waits, once the fault has happened. */
    private volatile @Nullable Selector waiting;

    /** {@code cutControl} cuts the control connection, from which an {@link #abort} follows. */
    ArmedFault(
            FaultScript.Claim claim,
            Fault.AfterBytes fault,
            SocketChannel channel,
            String victim,
            Runnable cutControl) {
        this.claim = claim;
        this.fault = fault;
        this.channel = channel;
        this.victim = victim;
        this.cutControl = cutControl;
        left = fault.bytes();
    }

    /**
     * How many of so many bytes may be sent now: at least one. If none is left, the fault happens.
     *
     * @throws IOException when the fault has ended the connection
     */
    long sendable(long wanted) throws IOException {
        return allowed(wanted, true);
    }

    /** As {@link #sendable}, of bytes to be received. */
    int receivable(int wanted) throws IOException {
        return (int) allowed(wanted, false);
    }

    private long allowed(long wanted, boolean sending) throws IOException {
        if (left == 0) {
            happen(sending);
            // Still here: it was taken off the script.
            left = Long.MAX_VALUE;
        }
        return Math.min(wanted, left);
    }

    /** So many bytes have moved; none if negative, as at the end of the data. */
    void moved(long count) {
        left -= Math.max(0, count);
    }

    private void happen(boolean sending) throws IOException {
        if (aborted) {
            throw new IOException("It was aborted before the scripted fault could happen");
        }
        if (!claim.carryOut(victim)) {
            return;
        }
        try (Selector selector = Selector.open()) {
            waiting = selector;
            if (fault instanceof Fault.DataReset) {
                if (sending) {
                    awaitDelivery(selector);
                }
            } else {
                if (fault instanceof Fault.ControlCut) {
                    cutControl.run();
                }
                stall(selector, sending);
            }
        }
        throw new IOException("A scripted fault: " + fault);
    }

    /** A reset makes the peer's system forget nothing, but ours everything it has not got over. */
    private void awaitDelivery(Selector selector) throws IOException {
        InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
        InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
        long end = System.nanoTime() + DELIVERY_NANOS;
        while (!aborted && System.nanoTime() < end) {
            if (new SendQueues().of(local, remote, true).orElse(0) == 0) {
                return;
            }
            selector.select(DELIVERY_LOOK_MILLIS);
        }
    }

    /** Ends when the connection is aborted; the watchdog does so at the latest. */
    private void stall(Selector selector, boolean sending) throws IOException {
        // A receiver that ends its connection gives up; what a sender does is not looked at.
        channel.configureBlocking(false);
        channel.register(selector, sending ? SelectionKey.OP_READ : 0);
        ByteBuffer unwanted = ByteBuffer.allocate(1024);
        while (!aborted) {
            selector.select();
            if (!selector.selectedKeys().isEmpty() && channel.read(unwanted.clear()) < 0) {
                return;
            }
            selector.selectedKeys().clear();
        }
    }

    /**
     * Ends what the fault does; any thread may call it.
     *
     * @return whether the transfer's thread was with the fault, and will close the connection for that
     */
    boolean abort() {
        aborted = true;
        Selector selector = waiting;
        if (selector == null) {
            return false;
        }
        selector.wakeup();
        return true;
    }

    /** The connection is over: if the fault has not happened, it is another one's. */
    @Override
    public void close() {
        claim.close();
    }
}
