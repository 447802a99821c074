package org.ephemeralftp.server.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.data.DataView;

/**
 * A control session and what it is at, as it was at one moment.
 *
 * @param session who it is
 * @param since when its client was admitted
 * @param data its data connection; null if there is none
 * @param command the transfer command that is being carried out, with the absolute path it is about; null if none is
 */
public record SessionSnapshot(
        SessionView session,
        Instant since,
        @Nullable DataView data,
        @Nullable String command) {}
