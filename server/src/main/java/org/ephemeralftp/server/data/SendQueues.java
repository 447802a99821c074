package org.ephemeralftp.server.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much the kernel still has to send, of every TCP connection. Linux tells it in {@code /proc/net/tcp} (proc(5)).
 *
 * <p>A sender that blocks cannot tell a slow reader from one that reads nothing: the kernel lets it go on only when a
 * good part of a send buffer of megabytes is free again. For the watchdog's thread only.
 */
final class SendQueues {
    private static final Logger log = LoggerFactory.getLogger(SendQueues.class);
    private static final List<Path> TABLES = List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));
    private static final long LEAST_AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    /** Reading takes a while where very many connections are in TIME_WAIT; it may take this part of the time. */
    private static final int SHARE = 20;

    private static final String MAPPED_IPV4 = hex(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 255, (byte) 255});

    private final List<Path> tables;
    private Map<String, Long> queues = Map.of();
    private long readAt;
    private long goodFor = -1;

    SendQueues() {
        this(TABLES);
    }

    SendQueues(List<Path> tables) {
        this.tables = tables;
    }

    /**
     * The bytes that a connection's peer has not acknowledged; empty where the system does not tell.
     *
     * @param fresh whether they must be those of now, and not of a moment ago
     */
    OptionalLong of(InetSocketAddress local, InetSocketAddress remote, boolean fresh) {
        long age = System.nanoTime() - readAt;
        if (goodFor < 0 || age > (fresh ? LEAST_AGE_NANOS : goodFor)) {
            read();
        }
        if (queues.isEmpty()) {
            return OptionalLong.empty();
        }
        Long bytes = queues.get(key(local, "") + key(remote, ""));
        if (bytes == null) {
            bytes = queues.get(key(local, MAPPED_IPV4) + key(remote, MAPPED_IPV4));
        }
        return OptionalLong.of(bytes == null ? 0 : bytes);
    }

    private void read() {
        long began = System.nanoTime();
        Map<String, Long> fresh = new HashMap<>();
        for (Path table : tables) {
            if (Files.isReadable(table)) {
                try (BufferedReader lines = Files.newBufferedReader(table, StandardCharsets.US_ASCII)) {
                    lines.lines().skip(1).forEach(line -> put(line, fresh));
                } catch (IOException | RuntimeException e) {
                    log.debug("{} cannot be read", table, e);
                }
            }
        }
        queues = fresh;
        readAt = System.nanoTime();
        goodFor = Math.max(LEAST_AGE_NANOS, SHARE * (readAt - began));
    }

    /** {@code sl: local remote state sent:received ...}, all hexadecimal; what has nothing to send is left out. */
    private static void put(String line, Map<String, Long> into) {
        int local = line.indexOf(": ") + 2;
        int remote = line.indexOf(' ', local) + 1;
        int state = line.indexOf(' ', remote) + 1;
        int sent = line.indexOf(' ', state) + 1;
        long unsent = Long.parseLong(line, sent, line.indexOf(':', sent), 16);
        if (unsent > 0) {
            into.put(line.substring(local, remote - 1) + line.substring(remote, state - 1), unsent);
        }
    }

    private static String key(InetSocketAddress end, String prefix) {
        InetAddress address = end.getAddress();
        return (address instanceof Inet4Address ? prefix : "")
                + hex(address.getAddress())
                + ":%04X".formatted(end.getPort());
    }

    /** The kernel prints an address as 32-bit numbers in the machine's order of bytes. */
    private static String hex(byte[] address) {
        StringBuilder text = new StringBuilder();
        ByteBuffer words = ByteBuffer.wrap(address).order(ByteOrder.nativeOrder());
        while (words.hasRemaining()) {
            text.append("%08X".formatted(words.getInt()));
        }
        return text.toString();
    }
}
