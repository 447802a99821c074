package org.ephemeralftp.client.probe;

import java.net.InetAddress;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.connection.Protection;

/** What the cells before have shown, so that later ones need not find it out again. */
final class Findings {
    /** Waits for dead addresses add up. */
    private static final int MOST_ADDRESSES = 3;

    private final Map<AddressFamily, List<InetAddress>> addresses = new EnumMap<>(AddressFamily.class);
    private final Set<AddressFamily> reached = EnumSet.noneOf(AddressFamily.class);
    private final Set<Protection> loggedIn = EnumSet.noneOf(Protection.class);
    private final Map<AddressFamily, Finding> unreachable = new EnumMap<>(AddressFamily.class);
    private final Map<Protection, Finding> loginRefused = new EnumMap<>(Protection.class);
    private final Set<Way> dataConnected = new HashSet<>();
    private final Set<Protection> longTransfers = EnumSet.noneOf(Protection.class);
    private final Set<AddressFamily> unconnected = EnumSet.noneOf(AddressFamily.class);

    /** An attempt that other cells can take over. */
    record Finding(Cell cell, Attempt attempt) {}

    private record Way(Protection protection, AddressFamily family) {}

    Findings(List<InetAddress> all) {
        for (AddressFamily family : AddressFamily.values()) {
            addresses.put(
                    family,
                    all.stream()
                            .filter(each -> AddressFamily.of(each) == family)
                            .limit(MOST_ADDRESSES)
                            .toList());
        }
    }

    /** Where the server can be reached over this family; none if it cannot. */
    List<InetAddress> addresses(AddressFamily family) {
        return addresses.getOrDefault(family, List.of());
    }

    /** Of several addresses, the one that answered is the server from now on. */
    void stayWith(InetAddress address) {
        addresses.put(AddressFamily.of(address), List.of(address));
    }

    void learn(Cell cell, Attempt attempt) {
        PhaseRecord last = attempt.last();
        attempt.phase(Phase.CONTROL_CONNECT).filter(PhaseRecord::passed).ifPresent(any -> reached.add(cell.family()));
        attempt.phase(Phase.LOGIN).filter(PhaseRecord::passed).ifPresent(any -> loggedIn.add(cell.protection()));
        attempt.phase(Phase.DATA_CONNECT)
                .filter(connect -> cell.mode().passive() && connect.passed())
                .ifPresent(any -> dataConnected.add(new Way(cell.protection(), cell.family())));
        // What worked before and fails now says nothing of the cells to come.
        if (last.phase() == Phase.CONTROL_CONNECT && !reached.contains(cell.family())) {
            unreachable.put(cell.family(), new Finding(cell, attempt));
        }
        // A 421 speaks of the server, not of the account.
        boolean refused = last.phase() == Phase.LOGIN && last.outcome() == ConnectionOutcome.REPLIED && !last.passed();
        if (refused && last.code() != 421 && !loggedIn.contains(cell.protection())) {
            loginRefused.put(cell.protection(), new Finding(cell, attempt));
        }
    }

    Optional<Finding> unreachable(Cell cell) {
        return Optional.ofNullable(unreachable.get(cell.family()));
    }

    Optional<Finding> loginRefused(Cell cell) {
        return Optional.ofNullable(loginRefused.get(cell.protection()));
    }

    /** Whether a passive data connection with this protection and family came to be, on whatever port. */
    boolean dataConnected(Cell cell) {
        return dataConnected.contains(new Way(cell.protection(), cell.family()));
    }

    /** Whether a passive data connection over this family came to be, in clear or under TLS. */
    boolean dataConnected(AddressFamily family) {
        return dataConnected.stream().anyMatch(way -> way.family() == family);
    }

    /** Whether no cell of this protection has begun a long transfer; this one does now. */
    boolean firstLongTransfer(Cell cell) {
        return longTransfers.add(cell.protection());
    }

    /** Whether no cell of this family has left a port unused; this one does now. */
    boolean firstUnconnected(Cell cell) {
        return unconnected.add(cell.family());
    }
}
