package org.ephemeralftp.server.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Scanner;

/**
 * The user that the server runs as. What Linux tells of it is right in a container too, and where the process has
 * capabilities of its own, with which it does not own its entry of {@code /proc}.
 */
final class ServerUser {
    private static final String USER_IDS = "Uid:";
    /** No file's owner. */
    private static final long UNKNOWN = -1;

    private static final long ID = realId();

    private ServerUser() {}

    /** Whether this number, as a file has it for its owner, is the user; false where users are not known by numbers. */
    static boolean is(int owner) {
        return Integer.toUnsignedLong(owner) == ID;
    }

    /** The first of the numbers is the one that access(2) goes by. */
    private static long realId() {
        try (Scanner status = new Scanner(Path.of("/proc/self/status"), StandardCharsets.UTF_8)) {
            while (status.hasNext()) {
                if (status.next().equals(USER_IDS) && status.hasNextLong()) {
                    return status.nextLong();
                }
            }
            return UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
