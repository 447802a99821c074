package org.ephemeralftp.server.advertise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.ports.PortSet;
import org.ephemeralftp.server.testing.Machine;

class AdvertiseRuleTest {
    private static final PortSet PORTS = PortSet.range(50000, 50003);

    /** A text, and the rule it is read as, written in the one way. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.1                                   | 192.0.2.1",
                "ftp.example.org                             | ftp.example.org",
                "FTP.Example.ORG.                            | ftp.example.org.",
                "my_service                                  | my_service",
                "2001:db8::1                                 | 2001:db8:0:0:0:0:0:1",
                "[2001:db8::1]                               | 2001:db8:0:0:0:0:0:1",
                "::ffff:192.0.2.1                            | 192.0.2.1",
                "10.0.0.0/8=10.1.2.3                         | 10.0.0.0/8=10.1.2.3",
                "10.9.9.9/8=a-b.example                      | 10.0.0.0/8=a-b.example",
                "10.1.2.3=192.0.2.1                          | 10.1.2.3/32=192.0.2.1",
                "::/0=2001:db8::1                            | 0:0:0:0:0:0:0:0/0=2001:db8:0:0:0:0:0:1",
                "::/0=192.0.2.1                              | 0:0:0:0:0:0:0:0/0=192.0.2.1",
                "::ffff:10.0.0.0/104=192.0.2.1               | 10.0.0.0/8=192.0.2.1",
                "h/50000=32771                               | h/50000=32771",
                "h/50001=32805,50000=32771                   | h/50000=32771,50001=32805",
                "10.0.0.0/8=h/50000=32771                    | 10.0.0.0/8=h/50000=32771",
                "2001:db8::/32=2001:db8::1/50000=1           | 2001:db8:0:0:0:0:0:0/32=2001:db8:0:0:0:0:0:1/50000=1",
                "' 10.0.0.0/8 = h / 50000 = 32771 , 50001=1 '| 10.0.0.0/8=h/50000=32771,50001=1",
                "h/50000=65535,50001=00001                   | h/50000=65535,50001=1",
                // An address and one pair of ports looks like a network and a host.
                "192.0.2.1/50000=32771                       | 192.0.2.1/50000=32771",
                "192.0.2.1/21=2121                           | 192.0.2.1/21=2121",
                "192.0.2.0/21=2121.example                   | 192.0.0.0/21=2121.example",
            })
    void rules_are_read(String text, String rule) {
        AdvertiseRule parsed = AdvertiseRule.parse(text);
        assertThat(parsed).hasToString(rule);
        assertThat(AdvertiseRule.parse(rule)).isEqualTo(parsed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "=",
                "/",
                "=192.0.2.1",
                "10.0.0.0/8=",
                "10.0.0.0/8",
                "10.0.0.0/33=192.0.2.1",
                "10.0.0/8=192.0.2.1",
                "example.org=192.0.2.1",
                "0.0.0.0",
                "::",
                "224.0.0.1",
                "255.255.255.255",
                "ff02::1",
                "10.1",
                "127.1",
                "2130706433",
                "0x7f000001",
                "999.1.1.1",
                "192.0.2.1.",
                "192.0.2.1:21",
                "[192.0.2.1",
                "fe80::1%eth0",
                "-x.example",
                "a..b",
                ".example",
                "exämple.org",
                "two hosts",
                "h,g",
                "h/",
                "h/50000",
                "h/50000=",
                "h/50000=32771,",
                "h/50000:32771",
                "h/50000=-1",
                "h/50000-50001=1-2",
                "/50000=32771",
                "10.0.0.0/8=/50000=32771",
                "10.0.0.0/8=192.0.2.1=192.0.2.2",
            })
    void what_is_no_rule_is_refused_with_the_forms_and_without_a_lookup(String text) {
        assertThatThrownBy(() -> AdvertiseRule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text.replace("ä", "?") + "' is not an advertise rule: write HOST or")
                .hasMessageContaining("10.0.0.0/8=10.1.2.3")
                .hasMessageContaining("50000=32771,50001=32805");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "h/50000=0              | 0 is not a port, which is 1-65535",
                "h/0=50000              | 0 is not a port",
                "h/50000=65536          | 65536 is not a port",
                "h/50000=99999999999999 | 99999999999999 is not a port",
                "h/50000=1,50001=1      | two ports are advertised as 1",
                "h/50000=1,50000=2      | port 50000 is given twice",
                "10.0.0.0/8=2001:db8::1 | 227 has room for IPv4 addresses only",
            })
    void what_can_never_work_is_refused_with_the_reason(String text, String reason) {
        assertThatThrownBy(() -> AdvertiseRule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The advertise rule '" + text + "' cannot work: ")
                .hasMessageContaining(reason);
    }

    @Test
    void a_long_or_binary_text_is_quoted_as_one_short_line() {
        assertThatThrownBy(() -> AdvertiseRule.parse("a\nb\u0007" + "!".repeat(5000)))
                .hasMessageStartingWith("'a?b?!!!")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
    }

    /** As large as the largest set of ports. */
    @Test
    void a_rule_may_map_every_port() {
        String ports = IntStream.rangeClosed(1, 65535)
                .mapToObj(port -> port + "=" + (65536 - port))
                .collect(Collectors.joining(","));
        AdvertiseRule rule = AdvertiseRule.parse("10.0.0.0/8=h/" + ports);
        assertThat(rule.ports().advertised(21)).isEqualTo(65515);
        assertThat(rule.ports().advertised()).hasSize(65535);
    }

    @Test
    void there_are_not_too_many_rules() {
        List<AdvertiseRule> rules = IntStream.rangeClosed(0, 1000)
                .mapToObj(i -> AdvertiseRule.parse("10.0." + i / 256 + "." + i % 256 + "=h"))
                .toList();
        assertThat(AdvertiseRules.of(rules.subList(0, 1000), PORTS).list()).hasSize(1000);
        assertThatThrownBy(() -> AdvertiseRules.of(rules, PORTS)).hasMessageContaining("1000 rules before it");
    }

    /** Each rule against the passive ports 50000-50003, after the rules before it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "h/50004=1                    | port 50004 is not one of the passive ports, 50000-50003",
                "h/50000=50001                | so is passive port 50001 itself",
                "h ; g                        | before it, and the first rule wins",
                "h ; h                        | before it, and the first rule wins",
                "h ; 10.0.0.0/8=g             | those of 'h' before it",
                "10.0.0.0/8=h ; 10.1.0.0/16=g | those of '10.0.0.0/8=h' before it",
                "10.0.0.0/8=h ; 10.0.0.0/8=h  | those of '10.0.0.0/8=h' before it",
                "::/0=h ; 2001:db8::/32=g     | before it",
            })
    void rules_that_cannot_work_together_are_refused(String rules, String reason) {
        List<AdvertiseRule> parsed = Stream.of(rules.split(";", -1))
                .map(String::strip)
                .map(AdvertiseRule::parse)
                .toList();
        String last = parsed.get(parsed.size() - 1).toString();
        assertThatThrownBy(() -> AdvertiseRules.of(parsed, PORTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The advertise rule '" + last + "' cannot work: ")
                .hasMessageContaining(reason);
    }

    @Test
    void the_first_rule_for_the_client_is_used() throws Exception {
        AdvertiseRules rules = AdvertiseRules.of(
                Stream.of("10.1.0.0/16=a", "10.0.0.0/8=b", "2001:db8::/32=c", "0.0.0.0/0=d", "f")
                        .map(AdvertiseRule::parse)
                        .toList(),
                PORTS);
        assertThat(host(rules, "10.1.2.3")).isEqualTo("a");
        assertThat(host(rules, "10.2.2.3")).isEqualTo("b");
        assertThat(host(rules, "11.2.2.3")).isEqualTo("d");
        assertThat(host(rules, "::ffff:10.1.2.3")).isEqualTo("a");
        assertThat(host(rules, "2001:db8::9")).isEqualTo("c");
        assertThat(host(rules, "2001:db9::9")).isEqualTo("f");
    }

    private static String host(AdvertiseRules rules, String client) throws Exception {
        AdvertiseRule rule = rules.match(Machine.address(client));
        return rule == null ? "" : rule.host().toString();
    }

    @Test
    void without_a_rule_for_the_client_there_is_none() throws Exception {
        AdvertiseRules rules = AdvertiseRules.of(List.of(AdvertiseRule.parse("10.0.0.0/8=h")), PORTS);
        assertThat(rules.match(Machine.address("192.0.2.1"))).isNull();
        assertThat(rules.match(Machine.address("2001:db8::1"))).isNull();
    }

    @Test
    void ports_that_are_not_mapped_are_told_as_they_are_and_may_be_swapped() {
        AdvertiseRule rule = AdvertiseRule.parse("h/50000=32771,50001=50002,50002=50001");
        AdvertiseRules.of(List.of(rule), PORTS);
        assertThat(rule.ports().advertised(50000)).isEqualTo(32771);
        assertThat(rule.ports().advertised(50001)).isEqualTo(50002);
        assertThat(rule.ports().advertised(50002)).isEqualTo(50001);
        assertThat(rule.ports().advertised(50003)).isEqualTo(50003);
    }
}
