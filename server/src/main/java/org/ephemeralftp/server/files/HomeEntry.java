package org.ephemeralftp.server.files;

import java.io.IOException;
import java.nio.file.AccessMode;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * One file or directory as a listing shows it: named as the directory names it, and described as it was when the
 * directory was read. What the account may do with it is looked up when it is first asked for.
 */
public final class HomeEntry {
    /** What the account may do where the entry is. */
    interface Rights {
        boolean mayWrite(String name, Path real);

        /** Whether entries of this directory may be taken out of it. */
        boolean mayRemove();
    }

    private static final Set<AccessMode> BOTH =
            Collections.unmodifiableSet(EnumSet.of(AccessMode.READ, AccessMode.WRITE));
    private static final Set<AccessMode> READING = Collections.unmodifiableSet(EnumSet.of(AccessMode.READ));
    private static final Set<AccessMode> WRITING = Collections.unmodifiableSet(EnumSet.of(AccessMode.WRITE));

    private final Rights rights;
    private final String name;
    private final EntryFacts facts;
    private boolean accessKnown;
    private boolean readable;
    private boolean writable;

    HomeEntry(Rights rights, String name, EntryFacts facts) {
        this.rights = rights;
        this.name = name;
        this.facts = facts;
    }

    public String name() {
        return name;
    }

    public boolean isDirectory() {
        return facts.directory();
    }

    public boolean isRegularFile() {
        return facts.regularFile();
    }

    public long size() {
        return facts.size();
    }

    public long lastModifiedMillis() {
        return facts.lastModifiedMillis();
    }

    /** How many names the file has; only of a listing with owners. */
    public int linkCount() {
        return ownership().linkCount();
    }

    /** The owner's name, without blanks; only of a listing with owners. */
    public String owner() {
        return ownership().owner();
    }

    /** The group's name, without blanks; only of a listing with owners. */
    public String group() {
        return ownership().group();
    }

    private EntryFacts.Ownership ownership() {
        EntryFacts.Ownership ownership = facts.ownership();
        if (ownership == null) {
            throw new IllegalStateException("The listing was opened without owners");
        }
        return ownership;
    }

    /** Whether the account may read the file, or list the directory. */
    public boolean isReadable() {
        learnAccess();
        return readable;
    }

    /** Whether the account may write to the file, or create files in the directory. */
    public boolean isWritable() {
        learnAccess();
        return writable;
    }

    /** Whether the account may delete and rename it. */
    public boolean isRemovable() {
        return rights.mayWrite(name, facts.real()) && rights.mayRemove();
    }

    /** Nearly always one question to the file system is enough, and each costs as much as reading all other facts. */
    private void learnAccess() {
        if (accessKnown) {
            return;
        }
        boolean mayWrite = rights.mayWrite(name, facts.real());
        boolean both = mayWrite && permits(BOTH);
        readable = both || permits(READING);
        writable = both || (mayWrite && permits(WRITING));
        accessKnown = true;
    }

    private boolean permits(Set<AccessMode> modes) {
        if (facts.permitted().containsAll(modes)) {
            return true;
        }
        boolean permitted = permits(facts.real(), modes.toArray(AccessMode[]::new));
        if (permitted) {
            facts.permitted().addAll(modes);
        }
        return permitted;
    }

    /** Whether the file system lets the server do all of this. */
    static boolean permits(Path real, AccessMode... modes) {
        try {
            real.getFileSystem().provider().checkAccess(real, modes);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
