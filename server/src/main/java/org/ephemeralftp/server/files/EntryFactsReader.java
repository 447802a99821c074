package org.ephemeralftp.server.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Reads what one listing tells of its files. On Unix an owner is a number. That and the link count are told by path alone,
 * so that they are believed only if they are of the very file that the directory has.
 *
 * <p>What the server may do with one file holds for all that are like it, so that it is asked once and not for each. Linux
 * decides by owner, group and mode alone, unless there is an access control list, and it looks at that only for files of
 * others whose group may do something. Only what is permitted is taken over: a file that cannot be changed whatever its
 * mode is, say an immutable one, makes no other look so. Directories are each asked for: something else may be mounted
 * there.
 */
final class EntryFactsReader {
    private static final String UNIX_FACTS = "unix:fileKey,nlink,uid,gid,mode";
    private static final int ANY_OF_GROUP = 0070;

    /** What regular files of a directory have in common if the kernel thinks the same of them. */
    private record Likeness(int owner, int group, int mode) {
        /** Whether there is nothing beside it that the kernel would look at. */
        boolean decides() {
            return ServerUser.is(owner) || (mode & ANY_OF_GROUP) == 0;
        }
    }

    private final HomeListing.Detail detail;
    private final boolean unix;
    private final OwnerNames names;
    private final Map<Likeness, Set<AccessMode>> permitted = new HashMap<>();

    EntryFactsReader(Path directory, HomeListing.Detail detail, OwnerNames names) {
        this.detail = detail;
        this.names = names;
        unix = directory.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    /** Adds to the facts of a file in the directory what the listing tells beside them. */
    EntryFacts complete(FileFacts facts) {
        return complete(facts, permitted);
    }

    /** The same for a file that may be anywhere else, where the server may do other things. */
    EntryFacts completeElsewhere(FileFacts facts) {
        return complete(facts, new HashMap<>());
    }

    private EntryFacts complete(FileFacts facts, Map<Likeness, Set<AccessMode>> alike) {
        return switch (detail) {
            case BRIEF -> EntryFacts.brief(facts);
            case WITH_OWNERS -> unix ? ofUnix(facts, alike) : portable(facts);
        };
    }

    private EntryFacts ofUnix(FileFacts facts, Map<Likeness, Set<AccessMode>> alike) {
        try {
            Map<String, Object> more = Files.readAttributes(facts.real(), UNIX_FACTS, NOFOLLOW_LINKS);
            if (Objects.equals(more.get("fileKey"), facts.attributes().fileKey())) {
                int owner = fact(more, "uid");
                int group = fact(more, "gid");
                EntryFacts.Ownership ownership = new EntryFacts.Ownership(
                        fact(more, "nlink"),
                        names.user(owner, () -> owner(facts)),
                        names.group(group, () -> group(facts)));
                Likeness likeness = new Likeness(owner, group, fact(more, "mode"));
                return EntryFacts.of(
                        facts,
                        ownership,
                        likeness.decides() && facts.isRegularFile()
                                ? alike.computeIfAbsent(likeness, first -> EnumSet.noneOf(AccessMode.class))
                                : EnumSet.noneOf(AccessMode.class));
            }
        } catch (IOException e) {
            // It is gone by now, and was there when the directory was asked.
        }
        return portable(facts);
    }

    private static Integer fact(Map<String, Object> facts, String name) {
        return (Integer) Objects.requireNonNull(facts.get(name));
    }

    private static EntryFacts portable(FileFacts facts) {
        EntryFacts.Ownership ownership =
                new EntryFacts.Ownership(facts.isDirectory() ? 2 : 1, owner(facts), group(facts));
        return EntryFacts.of(facts, ownership, EnumSet.noneOf(AccessMode.class));
    }

    private static String owner(FileFacts facts) {
        return facts.owner().orElse("user");
    }

    private static String group(FileFacts facts) {
        return facts.group().orElse("group");
    }
}
