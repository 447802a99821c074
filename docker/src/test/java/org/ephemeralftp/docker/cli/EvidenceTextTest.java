package org.ephemeralftp.docker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.ephemeralftp.docker.lab.CellEvidence.ConntrackEntry;
import org.ephemeralftp.docker.lab.LabHost;

/** Entries as conntrack lists them, and as people read them. */
class EvidenceTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp      6 119 TIME_WAIT src=198.51.100.2 dst=203.0.113.2 sport=35111 dport=50001 src=203.0.113.2 dst=198.51.100.2 sport=50001 dport=35111 [ASSURED] mark=0 use=1|198.51.100.2:35111 -> 203.0.113.2:50001 TIME_WAIT",
                "tcp 6 431999 ESTABLISHED src=198.51.100.2 dst=198.51.100.1 sport=4 dport=21 src=10.20.0.2 dst=198.51.100.2 sport=21 dport=4 [ASSURED] mark=0 helper=ftp use=2|198.51.100.2:4 -> 198.51.100.1:21 ESTABLISHED helper=ftp; answers go 10.20.0.2:21 -> 198.51.100.2:4",
                "tcp 6 119 SYN_SENT src=2001:db8:c::2 dst=2001:db8:5::2 sport=4 dport=5 [UNREPLIED] src=2001:db8:5::2 dst=2001:db8:c::2 sport=5 dport=4 mark=0 use=1|[2001:db8:c::2]:4 -> [2001:db8:5::2]:5 SYN_SENT UNREPLIED",
                "298 proto=6 src=198.51.100.2 dst=203.0.113.2 sport=0 dport=50003|198.51.100.2:0 -> 203.0.113.2:50003",
                "icmp     1 29   src=198.51.100.2|icmp 1 29 src=198.51.100.2",
            })
    void anEntryIsOneShortLine(String entry, String words) {
        assertThat(EvidenceText.words(new ConntrackEntry(LabHost.ROUTER, entry)))
                .isEqualTo(words);
    }
}
