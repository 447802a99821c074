package org.ephemeralftp.server.control;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.SparseFile;

/** Clients that send commands far ahead: the server takes only so many, and answers all of them in the end. */
@Timeout(120)
class PipelineLimitIT {
    /** More than all the socket buffers on the way hold. */
    private static final int BIG = 64 * 1024 * 1024;

    private static final int COMMANDS = 64 * 1024;
    private static final byte[] COMMAND = ("PWD " + "x".repeat(1000) + "\r\n").getBytes(US_ASCII);

    @TempDir
    private Path home;

    private EphemeralFtpServer server;

    @BeforeEach
    void start() throws Exception {
        SparseFile.create(home.resolve("big"), BIG);
        server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("22381-22383")
                .home(home)
                .user("u", "p")
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void commands_behind_a_transfer_wait_with_the_client() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        try (ControlConnection control = ControlConnection.to(server).logIn("u", "p");
                Socket data = ControlConnection.connect(control.client(), control.passive())) {
            control.expect("RETR big", 150);
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendAhead(control.socket(), sent));
            awaitStandstill(sent);
            assertThat(sent).hasValueLessThan(COMMANDS);
            assertThat(data.getInputStream().skip(BIG)).isEqualTo(BIG);
            control.expect(226);
            for (int i = 0; i < COMMANDS; i++) {
                control.expect(257);
            }
            sending.join();
            control.expect("NOOP", 200);
        }
    }

    @Test
    void replies_that_are_not_read_are_not_piled_up() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        try (ControlConnection control = ControlConnection.to(server)) {
            int replies = COMMANDS * 10;
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < replies / COMMANDS; i++) {
                    sendAhead(control.socket(), sent);
                }
            });
            awaitStandstill(sent);
            assertThat(sent).hasValueLessThan(replies);
            for (int i = 0; i < replies; i++) {
                control.expect(530);
            }
            sending.join();
            control.logIn("u", "p").expect("NOOP", 200);
        }
    }

    @Test
    void of_short_commands_no_more_are_taken_at_once() throws Exception {
        int commands = 100_000;
        AtomicInteger waiting = new AtomicInteger();
        AtomicInteger mostWaiting = new AtomicInteger();
        server.observe(new SessionObserver() {
            @Override
            public void received(SessionView session, String verb, @Nullable String argument) {
                mostWaiting.accumulateAndGet(waiting.incrementAndGet(), Math::max);
            }

            @Override
            public void replied(SessionView session, int code, String text) {
                waiting.decrementAndGet();
            }
        });
        try (ControlConnection control = ControlConnection.to(server)) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(
                    () -> send(control.socket(), "x\n".repeat(commands).getBytes(US_ASCII)));
            for (int i = 0; i < commands; i++) {
                control.expect(500);
            }
            sending.join();
        }
        assertThat(mostWaiting.get()).isBetween(1, 4000);
    }

    private static void send(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sendAhead(Socket socket, AtomicInteger sent) {
        try {
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < COMMANDS; i++) {
                out.write(COMMAND);
                sent.incrementAndGet();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Until nothing moves, or everything was taken. */
    private static void awaitStandstill(AtomicInteger sent) {
        AtomicInteger before = new AtomicInteger(-1);
        await().pollInterval(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(60))
                .until(() -> sent.get() == before.getAndSet(sent.get()));
    }
}
