package org.ephemeralftp.server.slow;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.ephemeralftp.server.testing.ServerProcess;
import org.ephemeralftp.server.testing.SparseFile;

/** A server in a process of its own that lets thousands stay for as long as they like, and what slow clients share. */
final class SlowYard implements Closeable {
    private static final String PORTS = "21505-21599";
    /** Of {@code p}, at the lowest cost. */
    private static final String ACCOUNT = "slow:$2b$04$3wVLIntwALo9FIRDv6vLn.Hsiwy0eokUzq2vrqA0/r2Typ0mMn8Cm::rw\n";

    /** The process comes with less memory, which is its first argument: here are thousands of sessions. */
    private static final List<String> THROUGH =
            List.of("sh", "-c", "java=\"$0\" && shift && exec \"$java\" -Xmx256m \"$@\"");

    /** Where proxies are. */
    static final String PROXIES = "127.0.2.";

    private static final int BIG = 64 << 20;
    private static final int FILES = 300;
    private static final int FULL_MILLIS = 1000;

    private final ServerProcess server;
    private final ScheduledExecutorService beat = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> beating;
    private final Queue<Runnable> onBeat = new ConcurrentLinkedQueue<>();
    private final List<Socket> fillers = new ArrayList<>();
    private final ServerSocket deaf;

    SlowYard(Path directory) throws Exception {
        Path home = Files.createDirectory(directory.resolve("home"));
        SparseFile.create(home.resolve("big"), BIG);
        Path many = Files.createDirectory(home.resolve("many"));
        for (int i = 0; i < FILES; i++) {
            Files.createFile(many.resolve("n".repeat(240) + i));
        }
        Path users = Files.writeString(directory.resolve("users"), ACCOUNT);
        deaf = new ServerSocket(0, 1);
        fillBacklog();
        server = ServerProcess.logging(
                THROUGH,
                directory.resolve("log"),
                home,
                PORTS,
                "--users=" + users,
                "--anonymous",
                "--tls=optional",
                "--proxy-protocol=" + PROXIES + "0/24",
                "--max-sessions=20000",
                "--max-sessions-per-address=20000",
                "--lease-timeout=10m",
                "--connect-timeout=10m",
                "--data-timeout=10m",
                "--idle-timeout=10m",
                "--log-level=warn");
        beating = beat.scheduleAtFixedRate(() -> onBeat.forEach(Runnable::run), 1, 1, TimeUnit.SECONDS);
    }

    /** The next connect to the listener gets no answer. */
    private void fillBacklog() throws IOException {
        while (true) {
            Socket socket = new Socket();
            fillers.add(socket);
            try {
                socket.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), deaf.getLocalPort()), FULL_MILLIS);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
    }

    int port() {
        return server.port();
    }

    ServerProcess server() {
        return server;
    }

    /** A port on every local address at which connects get no answer. */
    int deafPort() {
        return deaf.getLocalPort();
    }

    /** Has a client say this once a second. */
    void everySecond(SlowClient client, char octet) {
        onBeat.add(() -> {
            try {
                client.write(Character.toString(octet));
            } catch (IOException e) {
                // The server has had enough of it.
                return;
            }
        });
    }

    @Override
    public void close() throws IOException {
        beating.cancel(true);
        beat.shutdownNow();
        for (Socket filler : fillers) {
            filler.close();
        }
        deaf.close();
        try {
            server.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
