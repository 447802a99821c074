package org.ephemeralftp.client.tour;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** What a tour takes from outside: time, chance, names, and somebody who listens. */
record Surroundings(LongSupplier ticker, RandomGenerator random, Resolver resolver, TourObserver observer) {

    /** The way from a name to its addresses. */
    @FunctionalInterface
    interface Resolver {
        List<InetAddress> resolve(String host) throws UnknownHostException;

        /** What the machine knows, except that localhost always has both loopback addresses (RFC 6761). */
        static List<InetAddress> ofThisMachine(String host) throws UnknownHostException {
            if (host.equalsIgnoreCase("localhost")) {
                // Many containers' hosts files name only 127.0.0.1.
                byte[] six = new byte[16];
                six[15] = 1;
                return List.of(
                        InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}), InetAddress.getByAddress(host, six));
            }
            return List.of(InetAddress.getAllByName(host));
        }
    }
}
