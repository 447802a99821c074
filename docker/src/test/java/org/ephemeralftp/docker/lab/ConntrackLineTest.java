package org.ephemeralftp.docker.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ConntrackLineTest {
    /** As conntrack 1.4.7 lists them. */
    private static final String TRACKED = """
            tcp      6 119 TIME_WAIT src=198.51.100.2 dst=203.0.113.2 sport=49894 dport=21 src=203.0.113.2 dst=198.51.100.2 sport=21 dport=49894 [ASSURED] mark=0 helper=ftp use=5
            udp      17 29 src=198.51.100.2 dst=203.0.113.2 sport=5353 dport=53 [UNREPLIED] src=203.0.113.2 dst=198.51.100.2 sport=53 dport=5353 mark=0 use=1
            icmpv6   58 29 src=2001:db8:c::2 dst=2001:db8:5::2 type=128 code=0 id=1 src=2001:db8:5::2 dst=2001:db8:c::2 type=129 code=0 id=1 mark=0 use=1
            297 proto=6 src=198.51.100.2 dst=203.0.113.2 sport=0 dport=30003 mask-src=255.255.255.255 mask-dst=255.255.255.255 sport=0 dport=65535 master-src=198.51.100.2 master-dst=203.0.113.2 sport=49894 dport=21 class=0 helper=ftp
            """;

    @Test
    void readsTcpAndWhatAHelperExpects() {
        assertThat(ConntrackLine.parse(TRACKED))
                .extracting(ConntrackLine::expected)
                .containsExactly(false, true);
    }

    @Test
    void theStateIsNotWhatTellsAConnectionFromOthers() {
        String line = TRACKED.lines().findFirst().orElseThrow();
        String later = line.replace("119 TIME_WAIT", "9 CLOSE");

        assertThat(ConntrackLine.parse(later).get(0).tuple())
                .isEqualTo(ConntrackLine.parse(line).get(0).tuple())
                .isNotEqualTo(ConntrackLine.parse(line.replace("49894", "49895"))
                        .get(0)
                        .tuple());
    }

    @Test
    void concernsACellWithOneOfItsPorts() {
        ConntrackLine line = ConntrackLine.parse(TRACKED).get(0);

        assertThat(new CellPorts(Set.of(49894)).concern(line)).isTrue();
        assertThat(new CellPorts(Set.of(49895)).concern(line)).isFalse();
    }
}
