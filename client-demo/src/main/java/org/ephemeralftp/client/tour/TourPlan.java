package org.ephemeralftp.client.tour;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.ClientTls;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Secret;
import org.ephemeralftp.client.connection.ServerAddress;

/** What a tour was asked to do; without anybody to trust, both connections are in clear. */
record TourPlan(
        ServerAddress server,
        String user,
        Secret password,
        List<DataMode> modes,
        List<AddressFamily> families,
        long size,
        Duration timeout,
        boolean readOnly,
        ClientTls.@Nullable Trust trust) {}
