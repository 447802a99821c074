package org.ephemeralftp.server.junit;

import org.jspecify.annotations.Nullable;

/**
 * A command that a client has sent.
 *
 * @param verb in upper case, such as {@code STOR}
 * @param argument what followed the verb; null if nothing did, and for every password
 */
public record ReceivedCommand(String verb, @Nullable String argument) {
    /** The command as it was sent, without a password. */
    @Override
    public String toString() {
        return argument == null ? verb : verb + " " + argument;
    }
}
