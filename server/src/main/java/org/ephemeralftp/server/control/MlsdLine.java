package org.ephemeralftp.server.control;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.apache.ftpserver.impl.FtpIoSession;

import org.ephemeralftp.server.files.HomeEntry;

/**
 * The line of an MLSD (RFC 3659, section 7.2): facts, one space, the name. There is no way to write a name that contains
 * an end of line, so such entries are left out.
 */
record MlsdLine(Set<Fact> facts) implements LineFormat {
    /** What can be told of an entry, in the form in which it is told. */
    enum Fact {
        SIZE("Size") {
            @Override
            void append(HomeEntry entry, StringBuilder line) {
                line.append(label()).append('=').append(entry.size()).append(';');
            }
        },
        MODIFY("Modify") {
            @Override
            void append(HomeEntry entry, StringBuilder line) {
                line.append(label()).append('=');
                FileTimes.appendUtc(entry.lastModifiedMillis(), line);
                line.append(';');
            }
        },
        TYPE("Type") {
            /** Section 7.5.1 has no type for what is neither. */
            @Override
            void append(HomeEntry entry, StringBuilder line) {
                if (entry.isRegularFile()) {
                    line.append("Type=file;");
                } else if (entry.isDirectory()) {
                    line.append("Type=dir;");
                }
            }
        },
        PERM("Perm") {
            /** Section 7.5.5. */
            @Override
            void append(HomeEntry entry, StringBuilder line) {
                line.append(label()).append('=');
                if (entry.isDirectory()) {
                    line.append(entry.isWritable() ? "cmp" : "").append('e').append(entry.isReadable() ? "l" : "");
                } else if (entry.isRegularFile()) {
                    line.append(entry.isReadable() ? "r" : "").append(entry.isWritable() ? "aw" : "");
                }
                line.append(entry.isRemovable() ? "df" : "").append(';');
            }
        };

        private final String label;

        Fact(String label) {
            this.label = label;
        }

        /** The fact's name (RFC 3659, section 7.5). */
        String label() {
            return label;
        }

        abstract void append(HomeEntry entry, StringBuilder line);
    }

    /** The facts that are told where OPTS MLST was not said. */
    static final Set<Fact> UNASKED = Collections.unmodifiableSet(EnumSet.of(Fact.SIZE, Fact.MODIFY, Fact.TYPE));

    /** The line with the facts that OPTS MLST selected in a session. */
    static MlsdLine in(FtpIoSession session) {
        return new MlsdLine(SessionData.of(session).options().facts());
    }

    @Override
    public void append(HomeEntry entry, StringBuilder line) {
        if (EntryName.breaksLine(entry.name())) {
            return;
        }
        for (Fact fact : facts) {
            fact.append(entry, line);
        }
        line.append(' ').append(entry.name());
    }
}
