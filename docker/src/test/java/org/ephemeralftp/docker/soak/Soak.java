package org.ephemeralftp.docker.soak;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;

import org.ephemeralftp.docker.testing.Jars;
import org.ephemeralftp.docker.testing.ServerProcess;

/**
 * One run: servers one after the other on the same home, each under traffic, each ended under traffic, by SIGTERM and
 * SIGKILL in turn. In between it is quiet for a moment, and what the server holds then must be what it held at first.
 */
final class Soak {
    static final int PORT = 24800;
    static final int FIRST_DATA_PORT = 24810;
    static final int LAST_DATA_PORT = 24821;

    /** It takes a pool's idle threads a minute to end. */
    private static final Duration QUIET_LIMIT = Duration.ofSeconds(150);

    private static final Duration LONGEST_LIFE = Duration.ofMinutes(2);
    private static final int LEAST_LIVES = 2;

    private final Path directory;
    private final Duration time;
    private final Ledger ledger = new Ledger();

    Soak(Path directory, Duration time) {
        this.directory = directory;
        this.time = time;
    }

    Ledger run() throws IOException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        Site site = new Site(Files.createDirectory(directory.resolve("home")));
        Duration life = shorter(time.dividedBy(LEAST_LIVES), LONGEST_LIFE);
        try (Traffic traffic = new Traffic(Files.createDirectory(directory.resolve("clients")), site)) {
            for (int i = 0; i < LEAST_LIVES || System.nanoTime() < end; i++) {
                live(traffic, site, life, i % 2 == 0);
                ledger.check(traffic.books());
            }
            sweep(site);
        }
        return ledger;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void live(Traffic traffic, Site site, Duration life, boolean polite)
            throws IOException, InterruptedException {
        try (ServerProcess server = start(site)) {
            traffic.serverIsUp();
            traffic.once();
            Holdings before = Holdings.of(server);
            traffic.runFor(life);
            Holdings after = quiet(server, before);
            ledger.held(before, after);
            ledger.quiet(ServerLog.read(server.errorsFile()));

            traffic.begin();
            traffic.awaitSome();
            traffic.serverGoesDown();
            if (polite) {
                ledger.status(server.terminate());
            } else {
                server.close();
            }
            traffic.halt();
            ledger.life(ServerLog.read(server.errorsFile()), polite);
            Files.delete(server.errorsFile());
        }
    }

    private ServerProcess start(Site site) throws IOException, InterruptedException {
        String java = Jars.command(Jars.server()).get(0);
        return ServerProcess.start(
                directory,
                List.of(
                        java,
                        "-Xmx256m",
                        "-jar",
                        Jars.server().toString(),
                        "serve",
                        "--port=" + PORT,
                        "--bind-address=127.0.0.1",
                        "--passive-ports=" + FIRST_DATA_PORT + "-" + LAST_DATA_PORT,
                        "--lease-timeout=10s",
                        "--lease-wait=30s",
                        "--tls=optional",
                        "--user=" + Site.USER + "=" + Site.PASSWORD,
                        "--home=" + site.home(),
                        "--log-format=json",
                        "--log-level=debug"));
    }

    /** What the server holds when nobody is there any more. If it is too much, the ledger tells. */
    private static Holdings quiet(ServerProcess server, Holdings before) throws IOException {
        try {
            await().atMost(QUIET_LIMIT)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> Holdings.of(server).isNoMoreThan(before));
        } catch (ConditionTimeoutException e) {
            // It is said with the rest.
        }
        return Holdings.of(server);
    }

    /** A last start, which removes what uploads have left behind that were killed with their server. */
    private void sweep(Site site) throws IOException, InterruptedException {
        try (ServerProcess server = start(site)) {
            ledger.leftovers(site.leftovers());
            ledger.status(server.terminate());
        }
        site.precious().forEach(ledger::harmed);
    }
}
