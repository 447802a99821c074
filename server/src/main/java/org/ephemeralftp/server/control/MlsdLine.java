package org.ephemeralftp.server.control;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.ftpserver.impl.FtpIoSession;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.files.HomeEntry;

/**
 * The line of an MLSD (RFC 3659, section 7.2): facts, one space, the name. There is no way to write a name that contains
 * an end of line, so such entries are left out.
 */
record MlsdLine(List<Fact> facts) implements LineFormat {
    /** What can be told of an entry, in the form in which it is told. */
    enum Fact {
        SIZE {
            @Override
            void append(HomeEntry entry, StringBuilder line) {
                line.append("Size=").append(entry.size()).append(';');
            }
        },
        MODIFY {
            @Override
            void append(HomeEntry entry, StringBuilder line) {
                line.append("Modify=");
                FileTimes.appendUtc(entry.lastModifiedMillis(), line);
                line.append(';');
            }
        },
        TYPE {
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
        PERM {
            /** Section 7.5.5. */
            @Override
            void append(HomeEntry entry, StringBuilder line) {
                line.append("Perm=");
                if (entry.isDirectory()) {
                    line.append(entry.isWritable() ? "cmp" : "").append('e').append(entry.isReadable() ? "l" : "");
                } else if (entry.isRegularFile()) {
                    line.append(entry.isReadable() ? "r" : "").append(entry.isWritable() ? "aw" : "");
                }
                line.append(entry.isRemovable() ? "df" : "").append(';');
            }
        };

        abstract void append(HomeEntry entry, StringBuilder line);
    }

    /** Where the stock OPTS MLST keeps what was selected. */
    private static final String SELECTED_FACTS = "MLST.types";

    private static final List<Fact> UNASKED = List.of(Fact.SIZE, Fact.MODIFY, Fact.TYPE);

    /** The line with the facts that OPTS MLST selected in a session. */
    static MlsdLine in(FtpIoSession session) {
        return of((String[]) session.getAttribute(SELECTED_FACTS));
    }

    /** @param names the facts that OPTS MLST selected; null if it was not said */
    static MlsdLine of(String @Nullable [] names) {
        return new MlsdLine(
                names == null
                        ? UNASKED
                        : Arrays.stream(names)
                                .map(name -> Fact.valueOf(name.toUpperCase(Locale.ROOT)))
                                .toList());
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
