package org.ephemeralftp.client.tour;

import java.time.Duration;
import java.util.List;

/** What a tour was asked to do. */
record TourPlan(
        ServerAddress server,
        String user,
        Secret password,
        List<DataMode> modes,
        List<AddressFamily> families,
        long size,
        Duration timeout,
        boolean readOnly) {}
