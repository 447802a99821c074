package org.ephemeralftp.docker.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NftTextTest {
    /** As nft 1.0.6 lists it. */
    private static final String LISTING = """
            table inet filter { # handle 1
            \tset s { # handle 2
            \t\ttype inet_service
            \t\telements = { 22 counter packets 0 bytes 0, 23 }
            \t}

            \tchain input { # handle 3
            \t\ttype filter hook input priority filter; policy drop;
            \t\tct state established counter packets 12 bytes 720 accept # handle 4
            \t\ttcp dport 21 counter packets 0 bytes 0 accept comment "x # handle 9 counter packets 1 bytes 2" # handle 5
            \t\tjump {
            \t\t\tip saddr 1.1.1.1 drop
            \t\t\taccept
            \t\t} # handle 8
            \t}
            }
            table ip nat { # handle 2
            \tchain post { # handle 3
            \t\ttype nat hook postrouting priority srcnat; policy accept;
            \t\toifname "x" masquerade # handle 4
            \t}
            }
            """;

    @Test
    void tellsTheWordsOfEachRuleWithoutItsCounter() {
        assertThat(NftText.rules(LISTING))
                .isEqualTo(Map.of(
                        "inet filter 4", "ct state established accept",
                        "inet filter 5", "tcp dport 21 accept comment \"x # handle 9 counter packets 1 bytes 2\"",
                        "inet filter 8", "jump { ip saddr 1.1.1.1 drop accept }",
                        "ip nat 4", "oifname \"x\" masquerade"));
    }
}
