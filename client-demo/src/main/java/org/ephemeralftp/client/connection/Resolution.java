package org.ephemeralftp.client.connection;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The look-up of a host's addresses within a limit, which Java's own does not have. */
public final class Resolution {
    private Resolution() {}

    /**
     * Looks it up in a thread of its own, which is left to itself at the limit.
     *
     * @throws UnknownHostException also if there is no answer in time
     */
    public static List<InetAddress> of(String host, HostLookup lookup, Duration limit) throws UnknownHostException {
        FutureTask<List<InetAddress>> task = new FutureTask<>(() -> lookup.addresses(host));
        Thread thread = new Thread(task, "host-lookup");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unknown(host + " is not a known host", e);
        } catch (TimeoutException e) {
            throw unknown("the DNS does not tell what " + host + " is", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("interrupted", e);
        }
    }

    private static UnknownHostException unknown(String message, Exception cause) {
        UnknownHostException unknown = new UnknownHostException(message);
        unknown.initCause(cause);
        return unknown;
    }
}
