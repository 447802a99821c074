package org.ephemeralftp.server.advertise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.ports.PortSet;
import org.ephemeralftp.server.testing.Machine;

@Timeout(60)
class AdvertiserTest {
    private static final PortSet PORTS = PortSet.range(50000, 50003);

    @TempDir
    private Path directory;

    private final ScriptedResolver resolver = new ScriptedResolver();
    private final ManualTicker ticker = new ManualTicker();

    private Advertiser advertiser(@Nullable Path file, String... rules) {
        AdvertiseRules own =
                AdvertiseRules.of(Stream.of(rules).map(AdvertiseRule::parse).toList(), PORTS);
        return new Advertiser(own, file, PORTS, resolver, ticker);
    }

    private static Inet4Address ipv4(String literal) throws Exception {
        return (Inet4Address) Machine.address(literal);
    }

    private static String told(Advertiser advertiser, String client) throws Exception {
        return advertiser.to(ipv4(client)).ipv4(ipv4("127.0.0.1")).getHostAddress();
    }

    @Test
    void who_has_no_rule_is_told_what_is_bound() throws Exception {
        try (Advertiser advertiser = advertiser(null, "10.0.0.0/8=192.0.2.1/50000=1")) {
            assertThat(told(advertiser, "10.1.1.1")).isEqualTo("192.0.2.1");
            assertThat(advertiser.to(ipv4("10.1.1.1")).port(50000)).isEqualTo(1);
            assertThat(told(advertiser, "11.1.1.1")).isEqualTo("127.0.0.1");
            assertThat(advertiser.to(ipv4("11.1.1.1")).port(50000)).isEqualTo(50000);
        }
    }

    @Test
    void an_ipv6_address_cannot_be_told_in_227_but_its_ports_hold() throws Exception {
        try (Advertiser advertiser = advertiser(null, "2001:db8::1/50000=1")) {
            assertThatThrownBy(() -> told(advertiser, "10.1.1.1"))
                    .isInstanceOf(AdvertiseException.class)
                    .hasMessageContaining("2001:db8")
                    .hasMessageContaining("use EPSV");
            assertThat(advertiser.to(ipv4("10.1.1.1")).port(50000)).isEqualTo(1);
            assertThat(advertiser.to(Machine.address("::1")).port(50000)).isEqualTo(1);
        }
    }

    @Test
    void names_are_resolved_from_the_start_on() throws Exception {
        resolver.answer("a", "192.0.2.1");
        resolver.answer("b", "192.0.2.2");
        try (Advertiser advertiser = advertiser(null, "10.0.0.0/8=a", "b")) {
            advertiser.start();
            await().atMost(20, TimeUnit.SECONDS).until(() -> resolver.asked("a") == 1 && resolver.asked("b") == 1);
            assertThat(told(advertiser, "10.1.1.1")).isEqualTo("192.0.2.1");
            assertThat(told(advertiser, "11.1.1.1")).isEqualTo("192.0.2.2");
            resolver.answer("a", "192.0.2.3");
            ticker.advance(ResolvedName.AGE);
            await().atMost(20, TimeUnit.SECONDS)
                    .until(() -> told(advertiser, "10.1.1.1").equals("192.0.2.3"));
        }
    }

    @Test
    void a_changed_file_changes_the_rules_and_keeps_the_answers_to_names_it_still_has() throws Exception {
        Path file = Files.writeString(directory.resolve("rules"), "10.0.0.0/8=a\n");
        resolver.answer("a", "192.0.2.1");
        resolver.answer("b", "192.0.2.2");
        try (Advertiser advertiser = advertiser(file)) {
            assertThat(told(advertiser, "10.1.1.1")).isEqualTo("192.0.2.1");
            Files.writeString(file, "10.0.0.0/8=a\nb\n");
            advertiser.lookAtFile();
            advertiser.lookAtFile();
            resolver.forget("a");
            assertThat(told(advertiser, "10.1.1.1")).isEqualTo("192.0.2.1");
            assertThat(told(advertiser, "11.1.1.1")).isEqualTo("192.0.2.2");
            assertThat(resolver.asked("a")).isEqualTo(1);
        }
    }

    @Test
    void a_file_that_became_wrong_changes_nothing() throws Exception {
        Path file = Files.writeString(directory.resolve("rules"), "192.0.2.1\n");
        try (Advertiser advertiser = advertiser(file)) {
            Files.writeString(file, "192.0.2.2\n192.0.2.3\n");
            advertiser.lookAtFile();
            advertiser.lookAtFile();
            assertThat(told(advertiser, "10.1.1.1")).isEqualTo("192.0.2.1");
            Files.delete(file);
            advertiser.lookAtFile();
            advertiser.lookAtFile();
            assertThat(told(advertiser, "10.1.1.1")).isEqualTo("192.0.2.1");
        }
    }

    /** Neither the wait for a first answer nor a resolver that never returns holds up the end. */
    @Test
    void closing_waits_for_no_resolver() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        HostResolver hanging = name -> {
            asked.countDown();
            boolean over = false;
            while (!over) {
                try {
                    over = never.await(1, TimeUnit.MINUTES);
                } catch (InterruptedException e) {
                    // As the system's resolver, it does not care.
                }
            }
            return List.of();
        };
        try {
            Advertiser advertiser = new Advertiser(
                    AdvertiseRules.of(List.of(AdvertiseRule.parse("a")), PORTS), null, PORTS, hanging, ticker);
            advertiser.start();
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            advertiser.close();
            assertThatThrownBy(() -> told(advertiser, "10.1.1.1"))
                    .isInstanceOf(AdvertiseException.class)
                    .hasMessageContaining("not resolved yet");
            assertThat(never.getCount()).isEqualTo(1);
        } finally {
            never.countDown();
        }
    }
}
