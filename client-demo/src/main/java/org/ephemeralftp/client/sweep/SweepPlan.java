package org.ephemeralftp.client.sweep;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.ClientTls;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.HostLookup;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.connection.Secret;
import org.ephemeralftp.client.connection.ServerAddress;

/** Everything a sweep was told. */
record SweepPlan(
        ServerAddress server,
        String user,
        Secret password,
        Optional<ClientTls.Trust> tls,
        Optional<DataMode> mode,
        List<AddressFamily> families,
        Optional<PortNumbers> ports,
        int sessions,
        int mostDraws,
        Duration timeout,
        Duration connectTimeout,
        Duration limit,
        LongSupplier ticker,
        RandomGenerator random,
        HostLookup lookup,
        SweepObserver observer) {

    Protection protection() {
        return tls.isPresent() ? Protection.TLS : Protection.PLAIN;
    }
}
