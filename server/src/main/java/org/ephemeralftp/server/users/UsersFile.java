package org.ephemeralftp.server.users;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts of a users file, read again when the file changes.
 *
 * <p>Whether it changed is looked at when somebody logs in, which costs nothing beside trying a password. A file that
 * became wrong leaves the accounts as they were, and the log says once for each change what is wrong.
 */
final class UsersFile {
    private static final Logger log = LoggerFactory.getLogger(UsersFile.class);

    /** A file that is being written in place may be half written until nothing was written for so long. */
    private static final Duration WRITTEN = Duration.ofSeconds(1);

    /** Within so long after a change there may be another one that the time of the file does not show. */
    private static final Duration TICK = Duration.ofSeconds(2);

    private final Path path;
    private final Path serverHome;
    private final Set<String> taken;
    private final Clock clock;

    private FileSight seen;
    private boolean settled;
    private @Nullable String complaint;
    /** Read without the monitor: whoever is no account of the file does not wait for its disk. */
    private volatile AccountMap accounts;

    private Instant looked;

    /**
     * Reads the file.
     *
     * @param serverHome what an empty home in the file means
     * @param taken names that are accounts elsewhere
     * @throws IllegalArgumentException if it cannot be read or is wrong; the message names the file and the line
     */
    UsersFile(Path path, Path serverHome, Set<String> taken, Clock clock) {
        this.path = path;
        this.serverHome = serverHome;
        this.taken = Set.copyOf(taken);
        this.clock = clock;
        looked = clock.instant();
        seen = FileSight.of(path);
        settled = seen.isOlderThan(TICK, clock);
        accounts = read();
        warn();
    }

    /** The accounts as the file has them now, if it is right. */
    synchronized AccountMap accounts() {
        FileSight now = FileSight.of(path);
        boolean same = now.equals(seen);
        boolean wrongAsBefore = same && complaint != null && clock.instant().isBefore(looked.plus(WRITTEN));
        boolean underWay = !same && now.isSameFile(seen) && !now.isOlderThan(WRITTEN, clock);
        if (!underWay && !wrongAsBefore && !(same && settled)) {
            looked = clock.instant();
            seen = now;
            readAgain(!same);
            // What may not be read may be readable tomorrow without looking any different.
            settled = complaint == null && now.isOlderThan(TICK, clock);
        }
        return accounts;
    }

    /** What the costliest password of the file costs, as it was last read. */
    int highestCost() {
        return accounts.highestCost();
    }

    private void readAgain(boolean changed) {
        String wrong = null;
        try {
            accounts = read();
        } catch (IllegalArgumentException e) {
            wrong = e.getMessage();
        }
        if (wrong != null && (changed || !wrong.equals(complaint))) {
            log.warn("{}; the accounts stay as they were", wrong);
        }
        complaint = wrong;
        if (changed) {
            warn();
        }
    }

    private void warn() {
        if (accounts.names().isEmpty()) {
            log.warn("{} has no accounts: nobody can log in by it", this);
        }
        if (seen.readableByAll()) {
            log.warn("{} can be read by everybody on this machine, with the hashes in it: chmod o-r {}", this, path);
        }
    }

    private AccountMap read() {
        try {
            Map<String, AccountStore.Entry> read = new HashMap<>();
            for (UserLine user : lines(path)) {
                if (taken.contains(user.name())) {
                    throw new IllegalArgumentException("user " + user.name()
                            + " is an account already, from --user or --anonymous: take the name out of one of them");
                }
                read.put(user.name(), user.entry(path, serverHome));
            }
            return AccountMap.of(read);
        } catch (IllegalArgumentException | IOException e) {
            throw new IllegalArgumentException(this + ": " + e.getMessage(), e);
        }
    }

    /**
     * The accounts of a file.
     *
     * @throws IllegalArgumentException if the file is wrong; the message has the line
     * @throws IOException if it cannot be read; the message says why, and not which file it is
     */
    static Collection<UserLine> lines(Path path) throws IOException {
        // A pipe would be waited for without a limit.
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new IOException("it is not a regular file");
        }
        try {
            return FileEdit.betweenEdits(() -> {
                try (InputStream in = Files.newInputStream(path)) {
                    return UsersContent.read(in).users();
                }
            });
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(null, null, "there is no such file");
        } catch (AccessDeniedException e) {
            throw new IOException("it may not be read", e);
        }
    }

    @Override
    public String toString() {
        return "users file " + path;
    }
}
