package org.ephemeralftp.server.lease;

import org.jspecify.annotations.Nullable;

/**
 * The choice of the port for the next lease, in O(1) at any occupancy: uniformly among the best kind of port there is.
 *
 * <ol>
 *   <li>unused, and not a number the kernel picks for outgoing connections;
 *   <li>unused;
 *   <li>without a pending lease, resting for other clients only;
 *   <li>leased to other clients, if ports may be shared;
 *   <li>resting for this client: the one that has rested longest.
 * </ol>
 *
 * Guarded by the pool's lock.
 */
final class PortChooser {
    /** How often a draw is repeated before a kind of port counts as exhausted; small sets are searched completely. */
    private static final int TRIES = 64;

    private final boolean sharing;
    private final PortDraw draw;
    private final PortBag unusedColliding = new PortBag();
    private final PortBag unused = new PortBag();
    private final PortBag leased = new PortBag();
    private final PortBag resting = new PortBag();
    private final PortBag blocked = new PortBag();
    private final PortBag closing = new PortBag();
    private final PortBag withdrawn = new PortBag();

    PortChooser(boolean sharing, PortDraw draw) {
        this.sharing = sharing;
        this.draw = draw;
    }

    /** Puts a port where its state belongs; to be called after every change of that state. */
    void settle(PortSlot slot) {
        PortState state = slot.state();
        PortBag rightful = state == PortState.UNUSED && slot.collides ? unusedColliding : bag(state);
        PortBag current = slot.bag;
        if (current != rightful) {
            if (current != null) {
                current.remove(slot);
            }
            rightful.add(slot);
        }
    }

    int count(PortState state) {
        return bag(state).size() + (state == PortState.UNUSED ? unusedColliding.size() : 0);
    }

    /** A port for this client, or null if none is free for it. */
    @Nullable
    PortSlot choose(LeaseClient client) {
        PortSlot slot = unused.draw(draw);
        if (slot == null) {
            slot = unusedColliding.draw(draw);
        }
        if (slot == null) {
            slot = resting.draw(draw, s -> !s.rests(client.key), TRIES);
        }
        if (slot == null) {
            slot = chooseShared(client, TRIES);
        }
        if (slot == null) {
            slot = longestResting(client);
        }
        // An exact answer before somebody is made to wait, at the price of a search.
        return slot == null ? chooseShared(client, Integer.MAX_VALUE) : slot;
    }

    /**
     * Whether a session may have this very port. It may share one although others are unused. A pair that rests is free
     * only for the session that left it: what may still arrive there is that session's own.
     */
    boolean isFree(PortSlot slot, LeaseHolder holder) {
        return switch (slot.state()) {
            case UNUSED -> true;
            case RESTING -> mayEndRest(slot, holder);
            case LEASED -> sharing && slot.lease(holder.client()) == null && mayEndRest(slot, holder);
            case BLOCKED, CLOSING, WITHDRAWN -> false;
        };
    }

    private static boolean mayEndRest(PortSlot slot, LeaseHolder holder) {
        ExpiryQueue.Entry<PortSlot.Rest> rest = slot.rest(holder.client());
        return rest == null || rest.item.left() == holder;
    }

    private @Nullable PortSlot chooseShared(LeaseClient client, int tries) {
        // Some of the client's leases may be on ports that went out of use since.
        int outOfUse = count(PortState.WITHDRAWN) + count(PortState.BLOCKED) + count(PortState.CLOSING);
        if (!sharing || client.leases >= leased.size() + outOfUse) {
            return null;
        }
        return leased.draw(draw, s -> s.lease(client.key) == null && !s.rests(client.key), tries);
    }

    private @Nullable PortSlot longestResting(LeaseClient client) {
        for (PortSlot slot : client.resting) {
            PortState state = slot.state();
            if (state == PortState.RESTING
                    || (state == PortState.LEASED && sharing && slot.lease(client.key) == null)) {
                return slot;
            }
        }
        return null;
    }

    private PortBag bag(PortState state) {
        return switch (state) {
            case UNUSED -> unused;
            case LEASED -> leased;
            case RESTING -> resting;
            case BLOCKED -> blocked;
            case CLOSING -> closing;
            case WITHDRAWN -> withdrawn;
        };
    }
}
