package org.ephemeralftp.server.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.Principal;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads what one listing tells of its files: on Unix with one system call a file. There an owner is a number, and its
 * name is looked up once, because the system reads its list of users each time. Still, owners double the time that a file
 * takes.
 */
final class EntryFactsReader {
    private static final String UNIX_FACTS =
            "unix:isSymbolicLink,isDirectory,isRegularFile,size,lastModifiedTime,nlink,uid,gid";

    private final HomeListing.Detail detail;
    private final boolean unix;
    private final Map<Integer, String> owners = new HashMap<>();
    private final Map<Integer, String> groups = new HashMap<>();

    EntryFactsReader(Path directory, HomeListing.Detail detail) {
        this.detail = detail;
        unix = directory.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    /** Reads the facts; empty if there is no such file, if it cannot be looked at, or if it is a symbolic link. */
    Optional<EntryFacts> read(Path real) {
        return switch (detail) {
            case BRIEF -> FileFacts.of(real).map(facts -> EntryFacts.of(facts, null));
            case WITH_OWNERS ->
                unix ? readUnix(real) : FileFacts.of(real).map(facts -> EntryFacts.of(facts, portable(facts)));
        };
    }

    private Optional<EntryFacts> readUnix(Path real) {
        Map<String, Object> facts;
        try {
            facts = Files.readAttributes(real, UNIX_FACTS, NOFOLLOW_LINKS);
        } catch (IOException e) {
            return Optional.empty();
        }
        if (fact(facts, "isSymbolicLink", Boolean.class)) {
            return Optional.empty();
        }
        return Optional.of(new EntryFacts(
                real,
                fact(facts, "isDirectory", Boolean.class),
                fact(facts, "isRegularFile", Boolean.class),
                fact(facts, "size", Long.class),
                fact(facts, "lastModifiedTime", FileTime.class).toMillis(),
                new EntryFacts.Ownership(
                        fact(facts, "nlink", Integer.class),
                        name(real, fact(facts, "uid", Integer.class), owners, "uid", "owner"),
                        name(real, fact(facts, "gid", Integer.class), groups, "gid", "group"))));
    }

    private static String name(Path real, Integer id, Map<Integer, String> names, String idFact, String nameFact) {
        String known = names.get(id);
        return known != null ? known : lookUp(real, id, names, idFact, nameFact);
    }

    /** The number is read again with the name: the file may have got another owner meanwhile. */
    private static String lookUp(Path real, Integer id, Map<Integer, String> names, String idFact, String nameFact) {
        try {
            Map<String, Object> facts = Files.readAttributes(real, "unix:" + idFact + "," + nameFact, NOFOLLOW_LINKS);
            String name =
                    FileFacts.asColumn(fact(facts, nameFact, Principal.class).getName());
            names.put(fact(facts, idFact, Integer.class), name);
            return name;
        } catch (IOException e) {
            return id.toString();
        }
    }

    private static <T> T fact(Map<String, Object> facts, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(facts.get(name)));
    }

    private static EntryFacts.Ownership portable(FileFacts facts) {
        return new EntryFacts.Ownership(
                facts.linkCount(), facts.owner().orElse("user"), facts.group().orElse("group"));
    }
}
