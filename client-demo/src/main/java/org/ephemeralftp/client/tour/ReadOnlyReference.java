package org.ephemeralftp.client.tour;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The file that a read-only tour downloads in each cell, and what the first download of it brought. */
final class ReadOnlyReference {
    private @Nullable String name;
    private @Nullable String digest;

    Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** Compares a download with the first one, which is believed. */
    void compare(String downloaded, String sha256) throws IOException {
        if (digest == null) {
            name = downloaded;
            digest = sha256;
        } else if (!digest.equals(sha256)) {
            throw new TourFailure(downloaded + " is not what the first download of it brought");
        }
    }

    boolean first() {
        return digest == null;
    }
}
