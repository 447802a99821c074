package org.ephemeralftp.server.lease;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

import org.ephemeralftp.server.ports.PortSet;

/**
 * The immutable configuration of a lease engine. No time in it is longer than a day.
 *
 * @param ports the passive ports; no port outside is ever bound
 * @param avoid ports of the set to be handed out only when no other is unused (the kernel picks them too)
 * @param peerCheck who counts as the same peer; default {@link PeerCheck#on()}
 * @param sharing whether clients share ports under pressure; default {@link PortSharing#CLIENT}
 * @param leaseTimeout how long a client may take to connect, counted from the reply; default 30 s, more than 0
 * @param leaseWait how long a request waits for a port; default 2 s, 0 means not at all
 * @param listenerLinger how long a listener nobody needs stays open; default 1 s, 0 means not at all
 * @param rest how long a (port, client) pair rests after a lease that was not used; default 5 s
 * @param maxLeasesPerClient pending leases per bound address and client key; default 100, at least 1
 * @param maxWaitersPerClient waiting requests per bound address and client key; default 100, 0 means none waits
 * @param identifier who is at the other end of an accepted connection; default its socket's address
 * @param identifyTimeout how long an accepted connection may take to be identified; default 5 s
 */
public record LeaseConfig(
        PortSet ports,
        PortSet avoid,
        PeerCheck peerCheck,
        PortSharing sharing,
        Duration leaseTimeout,
        Duration leaseWait,
        Duration listenerLinger,
        Duration rest,
        int maxLeasesPerClient,
        int maxWaitersPerClient,
        PeerIdentifier identifier,
        Duration identifyTimeout,
        Ticker ticker,
        InstantSource clock,
        SecureRandom random,
        ListenerBinder binder) {
    private static final Duration LONGEST = Duration.ofDays(1);

    public LeaseConfig {
        if (ports.isEmpty()) {
            throw new IllegalArgumentException("There is no passive port to lease: name at least one");
        }
        positive("lease timeout", leaseTimeout);
        positive("identify timeout", identifyTimeout);
        notNegative("lease wait", leaseWait);
        notNegative("listener linger", listenerLinger);
        notNegative("rest", rest);
        if (maxLeasesPerClient < 1) {
            throw new IllegalArgumentException("Leases per client must be at least 1, not " + maxLeasesPerClient);
        }
        if (maxWaitersPerClient < 0) {
            throw new IllegalArgumentException("Waiters per client must be at least 0, not " + maxWaitersPerClient);
        }
        if (!peerCheck.enabled()) {
            sharing = PortSharing.OFF;
        }
    }

    /** A builder with the defaults named above. */
    public static Builder builder(PortSet ports) {
        return new Builder(ports);
    }

    private static void positive(String what, Duration value) {
        notTooLong(what, value);
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("The " + what + " must be longer than 0, not " + value);
        }
    }

    private static void notNegative(String what, Duration value) {
        notTooLong(what, value);
        if (value.isNegative()) {
            throw new IllegalArgumentException("The " + what + " must be 0 or longer, not " + value);
        }
    }

    /** Keeps sums of times far from what a count of nanoseconds can hold. */
    private static void notTooLong(String what, Duration value) {
        if (value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("The " + what + " must be at most a day, not " + value);
        }
    }

    /** Builds a {@link LeaseConfig}; see there for the meaning and default of each value. */
    public static final class Builder {
        private final PortSet ports;
        private PortSet avoid = PortSet.empty();
        private PeerCheck peerCheck = PeerCheck.on();
        private PortSharing sharing = PortSharing.CLIENT;
        private Duration leaseTimeout = Duration.ofSeconds(30);
        private Duration leaseWait = Duration.ofSeconds(2);
        private Duration listenerLinger = Duration.ofSeconds(1);
        private Duration rest = Duration.ofSeconds(5);
        private int maxLeasesPerClient = 100;
        private int maxWaitersPerClient = 100;
        private PeerIdentifier identifier = PeerIdentifier.SOCKET;
        private Duration identifyTimeout = Duration.ofSeconds(5);
        private Ticker ticker = Ticker.system();
        private InstantSource clock = InstantSource.system();
        private SecureRandom random = PortDraw.defaultSource();
        private ListenerBinder binder = ListenerBinder.SYSTEM;

        private Builder(PortSet ports) {
            this.ports = ports;
        }

        public Builder avoid(PortSet value) {
            avoid = value;
            return this;
        }

        public Builder peerCheck(PeerCheck value) {
            peerCheck = value;
            return this;
        }

        public Builder sharing(PortSharing value) {
            sharing = value;
            return this;
        }

        public Builder leaseTimeout(Duration value) {
            leaseTimeout = value;
            return this;
        }

        public Builder leaseWait(Duration value) {
            leaseWait = value;
            return this;
        }

        public Builder listenerLinger(Duration value) {
            listenerLinger = value;
            return this;
        }

        public Builder rest(Duration value) {
            rest = value;
            return this;
        }

        public Builder maxLeasesPerClient(int value) {
            maxLeasesPerClient = value;
            return this;
        }

        public Builder maxWaitersPerClient(int value) {
            maxWaitersPerClient = value;
            return this;
        }

        public Builder identifier(PeerIdentifier value) {
            identifier = value;
            return this;
        }

        public Builder identifyTimeout(Duration value) {
            identifyTimeout = value;
            return this;
        }

        /** For tests: the time that deadlines are measured with. */
        public Builder ticker(Ticker value) {
            ticker = value;
            return this;
        }

        /** For tests: the time that snapshots show. */
        public Builder clock(InstantSource value) {
            clock = value;
            return this;
        }

        /** For tests: where the choice of ports comes from. */
        public Builder random(SecureRandom value) {
            random = value;
            return this;
        }

        /** For tests: how a listener is bound. */
        public Builder binder(ListenerBinder value) {
            binder = value;
            return this;
        }

        public LeaseConfig build() {
            return new LeaseConfig(
                    ports,
                    avoid,
                    peerCheck,
                    sharing,
                    leaseTimeout,
                    leaseWait,
                    listenerLinger,
                    rest,
                    maxLeasesPerClient,
                    maxWaitersPerClient,
                    identifier,
                    identifyTimeout,
                    ticker,
                    clock,
                    random,
                    binder);
        }
    }
}
