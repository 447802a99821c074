package org.ephemeralftp.server.advertise;

import java.util.concurrent.Executor;

import org.ephemeralftp.server.lease.Ticker;

/**
 * What names are resolved with.
 *
 * @param resolver who is asked
 * @param executor where: a question may take long, and cannot be interrupted
 * @param ticker what tells the age of an answer
 */
record Lookups(HostResolver resolver, Executor executor, Ticker ticker) {}
