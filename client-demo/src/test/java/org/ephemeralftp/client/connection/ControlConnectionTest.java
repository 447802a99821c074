package org.ephemeralftp.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.commons.net.MalformedServerReplyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.client.testing.ScriptedServer;

@Timeout(60)
class ControlConnectionTest {
    private final StallGuard guard = new StallGuard(System::nanoTime);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch heard = new CountDownLatch(1);
    private ScriptedServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer()
                .on("NOOP", (session, argument) -> heard.countDown())
                .on("SITE", (session, argument) -> {
                    session.reply("200 one");
                    session.reply("200 two");
                })
                .start();
    }

    @AfterEach
    void stop() throws IOException {
        threads.shutdownNow();
        guard.close();
        server.close();
    }

    private ControlConnection connected() throws IOException {
        ControlConnection control = new ControlConnection(guard, Duration.ofSeconds(20));
        control.connect("localhost", InetAddress.getLoopbackAddress(), server.port(), null);
        control.greeting();
        return control;
    }

    /** Not with a NullPointerException, above all. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoeverWaitsForAReplyFailsWhenAnotherThreadCloses(boolean politely) throws Exception {
        ControlConnection control = connected();
        Future<Reply> waiting = threads.submit(() -> control.send("NOOP", null));
        assertThat(heard.await(20, TimeUnit.SECONDS)).isTrue();

        if (politely) {
            control.close();
        } else {
            control.abort();
        }

        assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(SocketException.class);
        assertThatThrownBy(() -> control.send("NOOP", null)).isInstanceOf(SocketException.class);
    }

    @Test
    void whatWasAbortedDoesNotConnect() {
        ControlConnection control = new ControlConnection(guard, Duration.ofSeconds(20));
        control.abort();

        assertThatThrownBy(() -> control.connect("localhost", InetAddress.getLoopbackAddress(), server.port(), null))
                .isInstanceOf(SocketException.class);
    }

    /** The second reply comes in a record of its own, which nobody has read yet. */
    @Test
    void aReplyThatWaitsUnderTlsShows() throws IOException {
        try (ControlConnection control = connected()) {
            control.auth(ClientTls.Trust.ANYBODY.newTls());
            control.send("SITE", null);

            await().until(control::replyWaits);

            assertThat(control.reply(Duration.ofSeconds(20)).text()).isEqualTo("200 two");
            assertThat(control.replyWaits()).isFalse();
        }
    }

    /** Whoever took it for a yes would send the password in clear. */
    @Test
    void anyOtherAgreementToAuthThanA234IsNone() throws IOException {
        server.reply("AUTH", "200 whatever you say");
        try (ControlConnection control = connected()) {
            assertThatThrownBy(() -> control.auth(ClientTls.Trust.ANYBODY.newTls()))
                    .isInstanceOf(MalformedServerReplyException.class)
                    .hasMessageContaining("neither 234 nor a refusal: 200 whatever you say");
        }
    }

    @Test
    void aRefusalOfAuthIsTold() throws IOException {
        server.reply("AUTH", "534 no");
        try (ControlConnection control = connected()) {
            assertThat(control.auth(ClientTls.Trust.ANYBODY.newTls()).code()).isEqualTo(534);
        }
    }

    @Test
    void aPasswordThatTheServerRepeatsIsMaskedInWhatIsNoReplyAndInRefusals() throws IOException {
        server.reply("PASS", "hunter22 is no reply").reply("STAT", "421 hunter22 again");
        try (ControlConnection control = connected()) {
            assertThatThrownBy(() -> control.logIn("demo", new Secret("hunter22")))
                    .isInstanceOf(MalformedServerReplyException.class)
                    .hasMessageContaining("**** is no reply")
                    .hasNoCause();
            assertThat(control.send("STAT", null).text()).isEqualTo("421 **** again");
        }
    }

    @Test
    void aReplyWithoutAnEndIsNotCollectedForEver() throws IOException {
        String line = "200-" + "x".repeat(1000) + "\r\n";
        server.on("STAT", (session, argument) -> session.mumble(line.repeat(2000)));
        try (ControlConnection control = connected()) {
            assertThatThrownBy(() -> control.send("STAT", null))
                    .isInstanceOf(UnusableReplyException.class)
                    .hasMessageContaining("longer than");
        }
    }

    @Test
    void theLimitOfAReplyIsThatOfOneReply() throws IOException {
        String lines = ("200-" + "x".repeat(1000) + "\r\n").repeat(700) + "200 end\r\n";
        server.on("STAT", (session, argument) -> session.mumble(lines));
        try (ControlConnection control = connected()) {
            assertThat(control.send("STAT", null).text()).isEqualTo("200 end");
            assertThat(control.send("STAT", null).text()).isEqualTo("200 end");
        }
    }
}
