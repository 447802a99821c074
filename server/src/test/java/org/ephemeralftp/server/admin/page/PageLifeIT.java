package org.ephemeralftp.server.admin.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ephemeralftp.server.admin.page.Page.eventually;
import static org.ephemeralftp.server.testing.Machine.address;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.admin.AdminConfig;
import org.ephemeralftp.server.lease.LeaseObserver;
import org.ephemeralftp.server.lease.LeaseView;
import org.ephemeralftp.server.lease.ReleaseCause;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.ServerProcess;

/** The page in Chromium over time: when its server goes and comes back, and when very much happens. */
@Timeout(300)
class PageLifeIT {
    private static final String PORTS = "24630-24639";
    private static final int ADMIN = 24650;
    private static final String COUNT_PROGRESS = """
            window.progress = {timers: 0, frames: 0, since: performance.now()};
            clearInterval(window.ticking);
            window.ticking = setInterval(() => window.progress.timers++, 20);
            if (!window.counting) {
              window.counting = true;
              const frame = () => { window.progress.frames++; requestAnimationFrame(frame); };
              requestAnimationFrame(frame);
            }
            """;

    @RegisterExtension
    private static final OneTab TAB = new OneTab();

    private static Tab tab;

    @TempDir
    private Path home;

    @BeforeAll
    static void findTab() {
        tab = TAB.get();
    }

    private EphemeralFtpServer server() throws IOException {
        return EphemeralFtpServer.builder()
                .bindAddress(address("127.0.0.1"))
                .port(0)
                .passivePorts(PORTS)
                .home(home)
                .user("u", "p")
                .leaseTimeout(Duration.ofMinutes(5))
                .admin(AdminConfig.builder().port(0).build())
                .start();
    }

    /** A server that is killed has no time to end leases: what counts down when it goes must not go on. */
    @Test
    void it_says_that_the_server_is_gone_and_comes_back_with_the_next_one() throws Exception {
        Page page = new Page(tab);
        try (ServerProcess first = process();
                ControlConnection control = first.logIn()) {
            tab.open(URI.create("http://127.0.0.1:" + ADMIN + "/"));
            page.openTable();
            control.passive();
            page.showsPorts();
            eventually(() -> assertThat(moment()).contains(" left to connect"));
            assertThat(tab.texts("#lease-list > li")).singleElement().asString().contains(" left to connect");
            tab.eval("window.sameDocument = true");
            first.kill();
            eventually(() -> assertThat(tab.string("document.getElementById('status').textContent"))
                    .startsWith("No connection. Trying again. This is how it was at "));
            eventually(() -> assertThat(moment()).contains("it had until "));
            assertThat(tab.string("document.querySelector('main').innerText")).doesNotContain(" s left");
        }
        try (ServerProcess second = process();
                ControlConnection control = second.logIn()) {
            eventually(() -> assertThat(tab.string("document.getElementById('status').textContent"))
                    .isEqualTo("Live, the server was started again"));
            page.showsPorts();
            assertThat(tab.texts("#lease-list > li")).isEmpty();
            int lent = control.passive().getPort();
            page.showsPorts();
            assertThat(tab.texts("#lease-list b")).containsExactly(String.valueOf(lent));
            assertThat(tab.eval("window.sameDocument").getAsBoolean()).isTrue();
        }
    }

    private ServerProcess process() throws Exception {
        return ServerProcess.logging(home.resolve("log"), home, PORTS, "--lease-timeout=300", "--admin-port=" + ADMIN);
    }

    @Test
    void a_thousand_events_a_second_do_not_freeze_it() throws Exception {
        AtomicLong events = new AtomicLong();
        ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
        try (EphemeralFtpServer server = server();
                ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            server.observe(new LeaseObserver() {
                @Override
                public void granted(LeaseView lease) {
                    events.incrementAndGet();
                }

                @Override
                public void ended(LeaseView lease, ReleaseCause cause) {
                    events.incrementAndGet();
                }
            });
            Page page = Page.open(tab, server);
            page.openTable();
            page.showsPorts();
            Progress idle = progressUntil(() ->
                    tab.eval("performance.now() - window.progress.since > 2000").getAsBoolean());
            // Each PASV ends a lease and grants the next one: 50 of them are 100 events.
            ScheduledFuture<?> running =
                    load.scheduleAtFixedRate(() -> replaceLeases(control, 50), 0, 100, TimeUnit.MILLISECONDS);
            Progress busy = progressUntil(() -> events.get() >= 4000);
            running.cancel(false);
            load.submit(() -> {}).get(60, TimeUnit.SECONDS);
            assertThat(busy.timers()).as("timers per second, idle %s", idle).isGreaterThan(idle.timers() / 10);
            assertThat(busy.frames()).as("frames per second, idle %s", idle).isGreaterThan(idle.frames() / 10);
            page.showsPorts();
            assertThat(tab.texts("#lease-list > li").size()).isEqualTo(30);
            page.isClean(server);
        } finally {
            load.shutdownNow();
        }
    }

    private static void replaceLeases(ControlConnection control, int times) {
        try {
            for (int i = 0; i < times; i++) {
                control.write("EPSV");
            }
            for (int i = 0; i < times; i++) {
                control.expect(229);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** How often per second a timer was called and a frame was drawn in the page. */
    private record Progress(double timers, double frames) {}

    /** Watches the page until something is so. */
    private static Progress progressUntil(BooleanSupplier enough) {
        tab.eval(COUNT_PROGRESS);
        eventually(() -> assertThat(enough.getAsBoolean()).isTrue());
        double seconds =
                tab.eval("(performance.now() - window.progress.since) / 1000").getAsDouble();
        return new Progress(
                tab.eval("window.progress.timers").getAsDouble() / seconds,
                tab.eval("window.progress.frames").getAsDouble() / seconds);
    }

    private static String moment() {
        return tab.string("document.getElementById('moment').textContent");
    }
}
