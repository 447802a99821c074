package org.ephemeralftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.control.SessionObserver;
import org.ephemeralftp.server.control.SessionView;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.Machine;

/** A server can be closed by one of its own threads, which cannot wait for itself to end. */
@Timeout(60)
class CloseFromInsideIT {
    @TempDir
    private Path home;

    @Test
    void an_observer_on_an_io_thread_may_close_the_server() throws Exception {
        CompletableFuture<String> closed = new CompletableFuture<>();
        EphemeralFtpServer server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("21500-21504")
                .home(home)
                .anonymous(true)
                .start();
        server.observe(new SessionObserver() {
            @Override
            public void opened(SessionView session) {
                server.close();
                closed.complete(Thread.currentThread().getName());
            }
        });
        try (ControlConnection control = ControlConnection.open(ControlConnection.IPV4, server.port())) {
            assertThat(closed.get(30, TimeUnit.SECONDS)).startsWith("LookingProcessor");
            assertThat(control.socket().getInputStream().read()).isEqualTo(-1);
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(Machine.serverThreads()).isEmpty());
    }
}
