package org.ephemeralftp.client.probe;

import java.util.Optional;

/** One way to explain a failure. The first rule that has something to say of a failure is believed. */
@FunctionalInterface
interface Rule {
    Optional<Finding> explain(Failure failure);
}
