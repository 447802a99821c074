package org.ephemeralftp.server.lease;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.ephemeralftp.server.ports.PortSet;

/**
 * Listeners that are open all the time, whether a lease needs them or not: whoever connects without one is reset, so
 * that somebody who tests a firewall and gets no answer knows that it was the firewall.
 */
final class KeptListeners {
    private static final Logger log = LoggerFactory.getLogger(KeptListeners.class);

    private final PortLeases leases;
    private final OpenFiles files;
    /** Whose want of files is in the log: every session of an address would say it again. */
    private final Set<PortPool> toldOf = ConcurrentHashMap.newKeySet();

    private volatile boolean on;

    KeptListeners(PortLeases leases, OpenFiles files) {
        this.leases = leases;
        this.files = files;
    }

    /**
     * Opens the listeners of an address, or of all addresses of this machine if it is the wildcard, and keeps them open.
     *
     * @throws IOException if this process may not open so many, or none can be opened
     */
    void start(InetAddress bound) throws IOException {
        List<InetAddress> addresses = bound.isAnyLocalAddress() ? addressesOfThisMachine() : List.of(unnamed(bound));
        requireRoom(addresses.size());
        on = true;
        int open = 0;
        IOException last = null;
        for (InetAddress address : addresses) {
            PortPool pool = leases.pool(address);
            List<PortSlot> slots = pool.listeners().keep();
            last = open(pool, slots);
            open += pool.listeners().open();
        }
        if (open == 0) {
            throw new IOException(
                    "none of the passive ports " + leases.ports() + " can be bound"
                            + (last == null ? "" : " (" + last.getMessage() + ")"),
                    last);
        }
        // A session of another address may have been faster.
        leases.pools().forEach(this::adopt);
    }

    /** A session came to an address that had none yet: its listeners are opened soon, on the acceptor's thread. */
    void adopt(PortPool pool) {
        if (!on || pool.listeners().isKept()) {
            return;
        }
        int ports = leases.ports().size();
        if (files.left() < 2L * ports) {
            if (toldOf.add(pool)) {
                log.warn(
                        "Not all {} passive ports listen on {} all the time: this process may open only {} files more",
                        ports,
                        pool.address().getHostAddress(),
                        files.left());
            }
            return;
        }
        toldOf.remove(pool);
        pool.listeners().openLater(pool.listeners().keep());
    }

    private void requireRoom(int addresses) throws IOException {
        int ports = leases.ports().size();
        long left = files.left();
        if ((long) ports * addresses > left) {
            throw new IOException("--keep-listening needs " + (long) ports * addresses + " listeners, for " + ports
                    + " --passive-ports on " + addresses + (addresses == 1 ? " address" : " addresses")
                    + ", and this process may open only " + left + " files more: name fewer --passive-ports, "
                    + (addresses == 1 ? "" : "listen on one address (--bind-address), ")
                    + "or raise the limit (ulimit -n)");
        }
    }

    /** Opens listeners and says which cannot be opened for now; the last reason why one could not, if there is one. */
    @Nullable
    IOException open(PortPool pool, List<PortSlot> slots) {
        Map<String, List<Integer>> failed = new TreeMap<>();
        IOException last = null;
        for (PortSlot slot : slots) {
            // What is not the number's own fault would happen with the others, too.
            if (last == null || last instanceof BindException) {
                last = open(pool, slot);
                if (last == null) {
                    continue;
                }
            }
            String reason = String.valueOf(last.getMessage());
            if (pool.listeners().openFailed(slot, reason)) {
                failed.computeIfAbsent(reason, r -> new ArrayList<>()).add(slot.port);
            }
        }
        failed.forEach((reason, ports) -> log.warn(
                "Cannot listen on {} port {} for now, trying again: {}",
                pool.address().getHostAddress(),
                PortSet.of(ports.stream().mapToInt(Integer::intValue).toArray()),
                reason));
        return last;
    }

    private @Nullable IOException open(PortPool pool, PortSlot slot) {
        try {
            if (leases.listener(slot, pool).listen()) {
                log.info("{} port {} is open again", pool.address().getHostAddress(), slot.port);
            }
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private static List<InetAddress> addressesOfThisMachine() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .map(KeptListeners::unnamed)
                .distinct()
                .toList();
    }

    /**
     * The address as a control connection has it for its own: with the number of its link if it is link-local. Interfaces
     * add the name of the link to every IPv6 address, also to those that need none.
     */
    private static InetAddress unnamed(InetAddress address) {
        try {
            return address instanceof Inet6Address six && six.isLinkLocalAddress()
                    ? Inet6Address.getByAddress(null, six.getAddress(), six.getScopeId())
                    : InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + address.getAddress().length + " bytes", e);
        }
    }
}
