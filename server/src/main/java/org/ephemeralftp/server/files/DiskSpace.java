package org.ephemeralftp.server.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells a write that failed because the disk is full, or a quota used up, from any other. */
final class DiskSpace {
    /** Linux, macOS, Windows, in-memory file systems; a quota is called that in most languages. */
    private static final Pattern FULL =
            Pattern.compile("no space left|not enough space|out of disk space|disk full|disc quota|quota|cuota");

    /** A full disk may have some blocks left that a file cannot get. */
    private static final long HARDLY_ANY_BYTES = 64 * 1024;

    private DiskSpace() {}

    /** The failure as it is, or a {@link NoSpaceException} with it as its cause. */
    static IOException explain(IOException failure, Path place) {
        return failure instanceof NoSpaceException || !(saysSo(failure) || isFull(place))
                ? failure
                : new NoSpaceException(failure);
    }

    private static boolean saysSo(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return FULL.matcher(message).find();
    }

    /** The system's messages come in the language of the machine, so that they are not enough. */
    private static boolean isFull(Path place) {
        try {
            return Files.getFileStore(place).getUsableSpace() < HARDLY_ANY_BYTES;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
