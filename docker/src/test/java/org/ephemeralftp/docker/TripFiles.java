package org.ephemeralftp.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The files that a client finds before its steps, one for each of them: the client's own and the server's. */
final class TripFiles {
    static final String UPLOAD = "upload.bin";
    static final String BEFORE = "before.bin";
    static final String AFTER = "after.bin";
    static final String LISTED = "listed.bin";
    static final String HALF_UPLOADED = "half-uploaded.bin";
    static final String DOWNLOAD = "download.bin";
    static final String HALF_DOWNLOADED = "half-downloaded.bin";
    static final String DOOMED = "doomed.bin";

    /** How many bytes of the half-transferred files are there already. */
    static final int HALF = 150_003;

    /** No other file has this size: a line with it and the name can only be one of a listing. */
    static final int LISTED_SIZE = 54_321;

    private static final int SIZE = 300_007;
    private static final List<String> ALL =
            List.of(UPLOAD, BEFORE, AFTER, LISTED, HALF_UPLOADED, DOWNLOAD, HALF_DOWNLOADED, DOOMED);

    private TripFiles() {}

    /** Puts the client's files into its directory and the server's into its home, in place of what an earlier client left. */
    static void prepare(Path work, Path home) throws IOException {
        for (String name : ALL) {
            Files.deleteIfExists(home.resolve(name));
        }
        for (String name : List.of(UPLOAD, BEFORE, HALF_UPLOADED)) {
            Files.write(work.resolve(name), content(name));
        }
        for (String name : List.of(LISTED, DOWNLOAD, HALF_DOWNLOADED, DOOMED)) {
            Files.write(home.resolve(name), content(name));
        }
        Files.write(home.resolve(HALF_UPLOADED), Arrays.copyOf(content(HALF_UPLOADED), HALF));
        Files.write(work.resolve(HALF_DOWNLOADED), Arrays.copyOf(content(HALF_DOWNLOADED), HALF));
    }

    /** What the whole file holds: bytes of every value, so that no conversion of line ends goes unseen. */
    static byte[] content(String name) {
        byte[] content = new byte[name.equals(LISTED) ? LISTED_SIZE : SIZE];
        new Random(name.hashCode()).nextBytes(content);
        return content;
    }
}
