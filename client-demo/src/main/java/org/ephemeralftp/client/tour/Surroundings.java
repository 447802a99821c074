package org.ephemeralftp.client.tour;

import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import org.ephemeralftp.client.connection.HostLookup;

/** What a tour takes from outside: time, chance, names, and somebody who listens. */
record Surroundings(LongSupplier ticker, RandomGenerator random, HostLookup lookup, TourObserver observer) {}
