package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;

/** One thing that clients do, and how it is seen that it was done. */
enum Step {
    UPLOAD {
        @Override
        void check(Outcome outcome) {
            assertThat(outcome.home(TripFiles.UPLOAD)).hasBinaryContent(TripFiles.content(TripFiles.UPLOAD));
        }
    },
    RESUME_UPLOAD {
        @Override
        void check(Outcome outcome) {
            String name = TripFiles.HALF_UPLOADED;
            assertThat(outcome.dialogue().resumes("STOR", name, TripFiles.HALF)
                            || outcome.dialogue().appends(name))
                    .as("it sent the second half alone")
                    .isTrue();
            assertThat(outcome.home(name)).hasBinaryContent(TripFiles.content(name));
        }
    },
    RENAME {
        @Override
        void check(Outcome outcome) {
            assertThat(outcome.dialogue().commands()).anyMatch(command -> command.startsWith("RNTO "));
            assertThat(outcome.home(TripFiles.BEFORE)).doesNotExist();
            assertThat(outcome.home(TripFiles.AFTER)).hasBinaryContent(TripFiles.content(TripFiles.BEFORE));
        }
    },
    LIST {
        @Override
        void check(Outcome outcome) {
            assertThat(outcome.listing())
                    .containsPattern("(?m)^.*\\b" + TripFiles.LISTED_SIZE + "\\b.*[ /]" + TripFiles.LISTED + "\\r?$");
        }
    },
    DOWNLOAD {
        @Override
        void check(Outcome outcome) {
            assertThat(outcome.work(TripFiles.DOWNLOAD)).hasBinaryContent(TripFiles.content(TripFiles.DOWNLOAD));
        }
    },
    RESUME_DOWNLOAD {
        @Override
        void check(Outcome outcome) {
            String name = TripFiles.HALF_DOWNLOADED;
            assertThat(outcome.dialogue().resumes("RETR", name, TripFiles.HALF))
                    .as("it asked for the second half alone")
                    .isTrue();
            assertThat(outcome.work(name)).hasBinaryContent(TripFiles.content(name));
        }
    },
    DELETE {
        @Override
        void check(Outcome outcome) {
            assertThat(outcome.home(TripFiles.DOOMED)).doesNotExist();
        }
    };

    /** Fails if the step was not done, or not right to the last byte. */
    abstract void check(Outcome outcome);

    /** The head of its column. */
    @Override
    public String toString() {
        return switch (this) {
            case RESUME_UPLOAD -> "resume-up";
            case RESUME_DOWNLOAD -> "resume-down";
            default -> name().toLowerCase(Locale.ROOT);
        };
    }

    /**
     * What a client left behind.
     *
     * @param work the client's directory
     * @param home the server's
     * @param dialogue its control connections
     * @param listing what it showed of the directory
     */
    record Outcome(Path work, Path home, Dialogue dialogue, String listing) {
        Path work(String name) {
            return work.resolve(name);
        }

        Path home(String name) {
            return home.resolve(name);
        }
    }
}
