package org.ephemeralftp.client.load;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.ClientTls;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Secret;
import org.ephemeralftp.client.connection.ServerAddress;

/**
 * What a load is to do.
 *
 * @param owned whether a server that is not on this machine may be loaded
 * @param trust null for everything in clear
 * @param file what downloads take; if empty, they take what is uploaded before
 */
record LoadPlan(
        ServerAddress server,
        List<AddressFamily> families,
        boolean owned,
        String user,
        Secret password,
        ClientTls.@Nullable Trust trust,
        int sessions,
        long transfers,
        List<Operation> operations,
        List<DataMode> modes,
        List<Long> sizes,
        Optional<String> file,
        Duration ramp,
        Duration timeLimit,
        Duration timeout) {

    /** What the transfer with this number, from 0, does; all combinations take turns. */
    Operation operation(long number) {
        return operations.get((int) (number % operations.size()));
    }

    DataMode mode(long number) {
        return modes.get((int) (number / operations.size() % modes.size()));
    }

    long size(long number) {
        return sizes.get((int) (number / operations.size() / modes.size() % sizes.size()));
    }

    /** Whether something must be uploaded that can be downloaded. */
    boolean downloadsItsOwn() {
        return operations.contains(Operation.DOWNLOAD) && file.isEmpty();
    }
}
