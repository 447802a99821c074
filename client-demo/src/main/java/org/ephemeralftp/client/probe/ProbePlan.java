package org.ephemeralftp.client.probe;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.ClientTls;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.connection.Secret;
import org.ephemeralftp.client.connection.ServerAddress;

/**
 * What a probe is to do.
 *
 * @param timeout of each single wait, at most
 * @param shortest what a wait is never shortened below; with less than it left, nothing new begins
 * @param within of all that is not a long transfer or the wait of an unconnected one
 * @param longTransfer how long the long transfers take; null for none
 * @param from the local address of all connections; null for whichever the route has
 */
record ProbePlan(
        ServerAddress server,
        String user,
        Secret password,
        List<DataMode> modes,
        List<Protection> protections,
        List<AddressFamily> families,
        ClientTls.Trust trust,
        boolean implicitTls,
        Duration timeout,
        Duration shortest,
        Duration within,
        int tries,
        @Nullable Duration longTransfer,
        boolean unconnected,
        @Nullable InetAddress from) {
    /** How long a server may take to give up on a client that does not connect. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What comes before and after the part of a special attempt that takes long on purpose. */
    private static final int WAITS_AROUND = 5;

    ProbePlan {
        modes = List.copyOf(modes);
        protections = List.copyOf(protections);
        families = List.copyOf(families);
    }

    /** In the order in which they are tried. */
    List<Cell> cells() {
        return families.stream()
                .flatMap(family -> protections.stream()
                        .flatMap(protection -> modes.stream().map(mode -> new Cell(mode, protection, family))))
                .toList();
    }

    /** What a special attempt may take whose server or client takes its time. */
    Duration around(Duration onPurpose) {
        return onPurpose.plus(timeout.multipliedBy(WAITS_AROUND));
    }

    /** The limit of each single wait where this is what there is time for. */
    Duration wait(Duration share) {
        Duration atLeast = share.compareTo(shortest) < 0 ? shortest : share;
        return atLeast.compareTo(timeout) < 0 ? atLeast : timeout;
    }

    /** How long everything takes at most. */
    Duration worstCase() {
        boolean passive = modes.stream().anyMatch(DataMode::passive);
        Duration all = within;
        if (passive && longTransfer != null) {
            // Once without and once with NOOPs, each with the deletion of its file.
            Duration each = around(longTransfer).plus(around(Duration.ZERO));
            all = all.plus(each.multipliedBy(2L * protections.size()));
        }
        if (passive && unconnected) {
            all = all.plus(around(PATIENCE).multipliedBy(families.size()));
        }
        return all;
    }
}
