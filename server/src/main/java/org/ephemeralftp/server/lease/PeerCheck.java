package org.ephemeralftp.server.lease;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Who may use a data connection: the control connection's peer (RFC 2577, section 4), a peer in the same configured
 * network, or anybody.
 */
public final class PeerCheck {
    private static final PeerCheck ON = new PeerCheck(true, List.of());
    private static final PeerCheck OFF = new PeerCheck(false, List.of());

    private final boolean enabled;
    private final List<IpNetwork> networks;

    private PeerCheck(boolean enabled, List<IpNetwork> networks) {
        this.enabled = enabled;
        this.networks = networks;
    }

    /** A data connection must come from the control connection's own address. The default. */
    public static PeerCheck on() {
        return ON;
    }

    /** Anybody may connect to a leased port. Ports are then not shared. */
    public static PeerCheck off() {
        return OFF;
    }

    /** As {@link #on()}, but all addresses of one of these networks count as the same peer; the first match wins. */
    public static PeerCheck networks(List<IpNetwork> networks) {
        return networks.isEmpty() ? ON : new PeerCheck(true, List.copyOf(networks));
    }

    /**
     * Reads {@code on}, {@code off} or a comma-separated list of networks such as {@code 10.0.0.0/8,2001:db8::/32}.
     *
     * @throws IllegalArgumentException if the text is none of these
     */
    public static PeerCheck parse(String text) {
        return switch (text.strip()) {
            case "on" -> ON;
            case "off" -> OFF;
            default -> networks(parseNetworks(text));
        };
    }

    private static List<IpNetwork> parseNetworks(String text) {
        try {
            return Arrays.stream(text.split(",", -1)).map(IpNetwork::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a peer check, which is on, off or networks such as 10.0.0.0/8: "
                            + e.getMessage(),
                    e);
        }
    }

    /** Whether the peer is checked at all. */
    public boolean enabled() {
        return enabled;
    }

    /** Whether every address is a peer of its own, so that a key never stands for several. */
    public boolean keysAreAddresses() {
        return enabled && networks.isEmpty();
    }

    /** The key of an address: addresses with equal keys count as the same peer. */
    public ClientKey keyOf(InetAddress address) {
        if (!enabled) {
            return ClientKey.Anyone.ANYONE;
        }
        for (IpNetwork network : networks) {
            if (network.contains(address)) {
                return new ClientKey.Network(network);
            }
        }
        return new ClientKey.Address(address);
    }

    /**
     * Whether two addresses are the same peer: equal, or in the same configured network. This does not depend on whether
     * the check is on; it also tells where an active data connection may go, which is never anywhere.
     */
    public boolean samePeer(InetAddress one, InetAddress other) {
        return one.equals(other)
                || networks.stream().anyMatch(network -> network.contains(one) && network.contains(other));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PeerCheck that && enabled == that.enabled && networks.equals(that.networks);
    }

    @Override
    public int hashCode() {
        return Objects.hash(enabled, networks);
    }

    @Override
    public String toString() {
        if (networks.isEmpty()) {
            return enabled ? "on" : "off";
        }
        return networks.stream().map(IpNetwork::toString).collect(Collectors.joining(","));
    }
}
