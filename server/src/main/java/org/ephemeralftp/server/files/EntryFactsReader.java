package org.ephemeralftp.server.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Reads what one listing tells of its files. On Unix an owner is a number, and its name is looked up once, because the
 * system reads its list of users each time.
 *
 * <p>Link counts and those numbers are told by path alone, so that they are believed only if they are of the very file
 * that the directory has.
 */
final class EntryFactsReader {
    private static final String UNIX_FACTS = "unix:fileKey,nlink,uid,gid";

    private final HomeListing.Detail detail;
    private final boolean unix;
    private final Map<Integer, String> owners = new HashMap<>();
    private final Map<Integer, String> groups = new HashMap<>();

    EntryFactsReader(Path directory, HomeListing.Detail detail) {
        this.detail = detail;
        unix = directory.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    /** Adds to the facts what the listing tells beside them. */
    EntryFacts complete(FileFacts facts) {
        return EntryFacts.of(
                facts,
                switch (detail) {
                    case BRIEF -> null;
                    case WITH_OWNERS -> unix ? ofUnix(facts) : portable(facts);
                });
    }

    private EntryFacts.Ownership ofUnix(FileFacts facts) {
        try {
            Map<String, Object> more = Files.readAttributes(facts.real(), UNIX_FACTS, NOFOLLOW_LINKS);
            if (Objects.equals(more.get("fileKey"), facts.attributes().fileKey())) {
                return new EntryFacts.Ownership(
                        fact(more, "nlink", Integer.class),
                        owners.computeIfAbsent(fact(more, "uid", Integer.class), id -> owner(facts)),
                        groups.computeIfAbsent(fact(more, "gid", Integer.class), id -> group(facts)));
            }
        } catch (IOException e) {
            // It is gone by now, and was there when the directory was asked.
        }
        return portable(facts);
    }

    private static <T> T fact(Map<String, Object> facts, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(facts.get(name)));
    }

    private static EntryFacts.Ownership portable(FileFacts facts) {
        return new EntryFacts.Ownership(facts.isDirectory() ? 2 : 1, owner(facts), group(facts));
    }

    private static String owner(FileFacts facts) {
        return facts.owner().orElse("user");
    }

    private static String group(FileFacts facts) {
        return facts.group().orElse("group");
    }
}
