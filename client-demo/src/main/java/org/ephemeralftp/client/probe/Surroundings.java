package org.ephemeralftp.client.probe;

import java.util.function.LongSupplier;

import org.ephemeralftp.client.connection.StallGuard;

/** What every part of a run shares. */
record Surroundings(ProbePlan plan, ProbeObserver observer, LongSupplier ticker, StallGuard guard, Findings findings) {}
