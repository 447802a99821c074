package org.ephemeralftp.server.advertise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResolvedNameTest {
    private static final String NAME = "ftp.example.org";

    private final ScriptedResolver resolver = new ScriptedResolver();
    private final ManualTicker ticker = new ManualTicker();
    /** Look-ups that were begun and are not carried out before the test does. */
    private final Queue<Runnable> pending = new ConcurrentLinkedQueue<>();

    private final ResolvedName name = new ResolvedName(NAME, new Lookups(resolver, pending::add, ticker));

    private void lookUp() {
        name.refresh();
        assertThat(pending).hasSize(1);
        pending.remove().run();
    }

    private String address() throws AdvertiseException {
        return name.address().getHostAddress();
    }

    @Test
    void an_answer_is_kept_until_it_is_old_and_then_asked_for_elsewhere() throws Exception {
        resolver.answer(NAME, "192.0.2.1");
        lookUp();
        resolver.answer(NAME, "192.0.2.2");
        ticker.advance(ResolvedName.AGE.minusNanos(1));
        assertThat(address()).isEqualTo("192.0.2.1");
        assertThat(pending).isEmpty();

        ticker.advance(Duration.ofNanos(1));
        assertThat(address()).isEqualTo("192.0.2.1");
        assertThat(address()).isEqualTo("192.0.2.1");
        assertThat(pending).as("one look-up at a time").hasSize(1);
        pending.remove().run();
        assertThat(address()).isEqualTo("192.0.2.2");
        assertThat(resolver.asked(NAME)).isEqualTo(2);
    }

    @Test
    void a_good_answer_survives_failures_which_are_tried_again_soon() throws Exception {
        resolver.answer(NAME, "192.0.2.1");
        lookUp();
        resolver.forget(NAME);
        ticker.advance(ResolvedName.AGE);
        lookUp();
        assertThat(address()).isEqualTo("192.0.2.1");
        resolver.answer(NAME, "2001:db8::1");
        ticker.advance(ResolvedName.RETRY);
        lookUp();
        assertThat(address()).isEqualTo("192.0.2.1");
        resolver.answer(NAME, "192.0.2.2");
        ticker.advance(ResolvedName.RETRY.minusNanos(1));
        name.refresh();
        assertThat(pending).isEmpty();
        ticker.advance(Duration.ofNanos(1));
        lookUp();
        assertThat(address()).isEqualTo("192.0.2.2");
    }

    @Test
    void a_name_that_never_had_an_answer_says_why_and_is_not_waited_for_again() {
        lookUp();
        assertThatThrownBy(this::address)
                .isInstanceOf(AdvertiseException.class)
                .hasMessageContaining(NAME)
                .hasMessageContaining("cannot be resolved");
        resolver.answer(NAME, "2001:db8::1");
        ticker.advance(ResolvedName.RETRY);
        lookUp();
        assertThatThrownBy(this::address).hasMessageContaining("no IPv4 address");
    }

    @Test
    void of_several_addresses_an_ipv4_one_is_used_and_kept_while_it_is_among_them() throws Exception {
        resolver.answer(NAME, "2001:db8::1", "192.0.2.1", "192.0.2.2");
        lookUp();
        assertThat(address()).isEqualTo("192.0.2.1");
        resolver.answer(NAME, "192.0.2.2", "192.0.2.1");
        ticker.advance(ResolvedName.AGE);
        lookUp();
        assertThat(address()).isEqualTo("192.0.2.1");
        resolver.answer(NAME, "192.0.2.3", "192.0.2.2");
        ticker.advance(ResolvedName.AGE);
        lookUp();
        assertThat(address()).isEqualTo("192.0.2.3");
    }

    @Test
    void an_answer_nobody_can_connect_to_is_none() {
        ResolvedName sinkhole = new ResolvedName(
                NAME, new Lookups(asked -> List.of(InetAddress.getByAddress(new byte[4])), Runnable::run, ticker));
        assertThatThrownBy(sinkhole::address)
                .isInstanceOf(AdvertiseException.class)
                .hasMessageContaining("no IPv4 address");
    }

    @Test
    void the_first_answer_is_waited_for() throws Exception {
        CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> {
            try {
                return address();
            } catch (AdvertiseException e) {
                return e.getMessage();
            }
        });
        resolver.answer(NAME, "192.0.2.1");
        await().atMost(20, TimeUnit.SECONDS).until(() -> pending.peek() != null);
        assertThat(asked).isNotDone();
        pending.remove().run();
        assertThat(asked.get(20, TimeUnit.SECONDS)).isEqualTo("192.0.2.1");
    }

    /** Nothing ever runs the look-up: the wait has a limit of its own. */
    @Test
    void a_first_answer_that_does_not_come_is_not_waited_for_without_end() {
        assertThatThrownBy(this::address)
                .isInstanceOf(AdvertiseException.class)
                .hasMessageContaining("not resolved yet");
    }

    @Test
    void giving_up_ends_the_wait() {
        name.giveUp();
        assertThatThrownBy(this::address)
                .isInstanceOf(AdvertiseException.class)
                .hasMessageContaining("not resolved yet");
    }

    @Test
    void an_executor_that_was_shut_down_ends_the_wait() {
        ResolvedName late = new ResolvedName(
                NAME,
                new Lookups(
                        resolver,
                        task -> {
                            throw new RejectedExecutionException();
                        },
                        ticker));
        assertThatThrownBy(late::address).isInstanceOf(AdvertiseException.class);
    }
}
