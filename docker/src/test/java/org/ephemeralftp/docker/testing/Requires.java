package org.ephemeralftp.docker.testing;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs of the machine it runs on. Where it is missing the test is skipped and says what is missing; in CI
 * (where the environment has {@code CI=true}) it fails instead, so that nothing goes untested unseen.
 */
public final class Requires {
    private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private Requires() {}

    /** The program is on the path. */
    public static void program(String name) {
        that(isOnPath(name), name + " is not installed, and this test needs it");
    }

    /** The machine has the loopback address ::1. */
    public static void ipv6() {
        that(hasIpv6(), "there is no IPv6 loopback address here, and this test needs it");
    }

    /** The condition holds; the message tells what is missing and how to get it. */
    public static void that(boolean condition, String message) {
        if (condition) {
            return;
        }
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            Assertions.fail("In CI nothing may be skipped, but " + message);
        }
        Assumptions.abort(message);
    }

    private static boolean isOnPath(String name) {
        String path = System.getenv("PATH");
        return path != null
                && Arrays.stream(path.split(File.pathSeparator, -1))
                        .map(directory -> Path.of(directory).resolve(name))
                        .anyMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file));
    }

    private static boolean hasIpv6() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(IPV6_LOOPBACK))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
