package org.ephemeralftp.client.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.HostLookup;
import org.ephemeralftp.client.connection.ServerAddress;

class TourBuilderTest {
    private final TourBuilder builder = Tour.to(new ServerAddress("ftp.example.org", 21));

    @Test
    void rejectsWhatCannotBe() {
        assertThatThrownBy(() -> builder.size(-1)).hasMessageContaining("size -1");
        assertThatThrownBy(() -> builder.timeout(Duration.ZERO)).hasMessageContaining("timeout PT0S");
        assertThatThrownBy(() -> builder.timeout(Duration.ofDays(1))).hasMessageContaining("timeout PT24H");
        assertThatThrownBy(() -> builder.modes(List.of())).hasMessageContaining("modes");
        assertThatThrownBy(() -> builder.families(List.of())).hasMessageContaining("families");
    }

    @Test
    void aLoginCannotSmuggleCommands() {
        assertThatThrownBy(() -> builder.login("u\r\nDELE x", "p")).hasMessageContaining("user");
        assertThatThrownBy(() -> builder.login("u", "secret\nDELE x"))
                .hasMessageContaining("password")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aTourWithoutASingleCellIsRejected() {
        builder.families(List.of(AddressFamily.IPV6)).modes(List.of(DataMode.PASV, DataMode.PORT));

        assertThatThrownBy(builder::build).hasMessageContaining("cannot express an IPv6 address");
    }

    @Test
    void aNameWithoutAddressesIsSkippedOverBothFamilies() {
        TourReport report = builder.lookup(host -> {
                    throw new UnknownHostException(host);
                })
                .build()
                .run();

        assertThat(report.passed()).isFalse();
        assertThat(report.families())
                .hasSize(2)
                .allSatisfy(visit -> assertThat(visit.outcome()).isEqualTo(Outcome.SKIPPED))
                .allSatisfy(visit -> assertThat(visit.detail()).contains("not a known host"));
    }

    @Test
    void localhostHasBothLoopbackAddresses() throws UnknownHostException {
        assertThat(HostLookup.OF_THIS_MACHINE.addresses("LocalHost"))
                .extracting(AddressFamily::of)
                .containsExactly(AddressFamily.IPV4, AddressFamily.IPV6);
    }
}
