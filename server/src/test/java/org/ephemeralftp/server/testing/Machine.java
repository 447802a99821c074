package org.ephemeralftp.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a server under test takes from this machine: threads, file descriptors, ports. */
public final class Machine {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private Machine() {}

    /** Whether tests have all the time they want: {@code -Dephemeralftp.long}. */
    public static boolean takesItsTime() {
        return System.getProperty("ephemeralftp.long") != null;
    }

    /** The address that a literal names. */
    public static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getAllByName(literal)[0];
    }

    /** Whether this machine has the IPv6 loopback address. */
    public static boolean hasIpv6() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address(ControlConnection.IPV6), 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Open file descriptors of this process; 0 where the system does not tell. */
    public static int descriptors() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return (int) open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all threads that servers and their network library have started and that live. */
    public static List<String> serverThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("ephemeral-ftp-")
                        || name.startsWith("HTTP-Dispatcher")
                        || name.startsWith("Nio")
                        || name.startsWith("LookingProcessor"))
                .sorted()
                .toList();
    }

    /** The names of the threads that are carrying out a command of a session. */
    public static List<String> busyThreads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("ephemeral-ftp-command-"))
                .filter(Machine::isInACommand)
                .map(thread -> thread.getKey().getName())
                .sorted()
                .toList();
    }

    private static boolean isInACommand(Map.Entry<Thread, StackTraceElement[]> thread) {
        return Arrays.stream(thread.getValue())
                .anyMatch(frame -> frame.getClassName().startsWith("org.ephemeralftp.server.control.")
                        || frame.getClassName().startsWith("org.apache.ftpserver."));
    }

    /** Whether a listener can be bound to this port on all addresses, as a server would do it. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
