package org.ephemeralftp.client.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.ephemeralftp.client.connection.DataMode;

@Timeout(60)
class FtpProbeTest {
    @Test
    void onlyWhatIsNamedIsTriedAndAllIfNothingIs() {
        FtpProbe all = nowhere();
        FtpProbe some = nowhere().modes(List.of(DataMode.EPSV)).tls().ipv6();

        assertThat(all.run().cells()).hasSize(16);
        assertThat(some.run().cells()).extracting(CellResult::cell).asString().isEqualTo("[epsv.tls.ipv6]");
    }

    private static FtpProbe nowhere() {
        return FtpProbe.to("nowhere.example", 21).lookup(host -> {
            throw new UnknownHostException(host);
        });
    }

    @Test
    void aFamilyThatTheLocalAddressIsNotOfIsSkipped() throws UnknownHostException {
        InetAddress ipv4 = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        ProbeReport report = FtpProbe.to("localhost", 1)
                .from(ipv4)
                .ipv6()
                .modes(List.of(DataMode.EPSV))
                .run();

        assertThat(report.cells()).hasSize(2).allSatisfy(cell -> {
            assertThat(cell.verdict()).isEqualTo(Verdict.SKIPPED);
            assertThat(cell.remark()).isEqualTo("the connections are to come from 127.0.0.1, which is IPv4");
        });
    }

    /** A resolver without an answer would hold everything up for as long as it likes. */
    @ParameterizedTest
    @CsvSource({"PT0.1S,PT20S", "PT1H,PT0.3S"})
    @Timeout(60)
    void aLookUpThatDoesNotEndIsGivenUp(Duration timeout, Duration within) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        ProbeReport report = FtpProbe.to("nowhere.example", 21)
                .impatient(timeout, Duration.ofMillis(50), within)
                .lookup(host -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return List.of();
                })
                .plain()
                .active()
                .ipv4()
                .run();

        never.countDown();
        assertThat(report.cells())
                .hasSize(2)
                .allSatisfy(cell -> assertThat(cell.verdict()).hasToString("unknown-host at control-connect"));
    }

    @Test
    void wrongInputNamesTheValueAndWhatIsValid() {
        FtpProbe probe = FtpProbe.to("localhost", 21);

        assertThatThrownBy(() -> probe.timeout(Duration.ofMillis(1999)))
                .hasMessage("timeout 1.999 s is not between 2 and 3600 s");
        assertThatThrownBy(() -> probe.tries(0)).hasMessage("tries 0 is not between 1 and 100");
        assertThatThrownBy(() -> probe.longTransfer(Duration.ZERO))
                .hasMessage("longTransfer 0.0 s is not between 1 and 3600 s");
        assertThatThrownBy(() -> probe.login("u\r\nDELE x", "p"))
                .hasMessage("user must not hold a line break or a NUL");
        assertThatThrownBy(() -> probe.plain().implicitTls().run())
                .hasMessageStartingWith("plain and implicitTls exclude each other");
    }

    @Test
    void aTimeLimitCountsDownAndLeavesOutWhatHasItsOwn() {
        AtomicLong now = new AtomicLong(17);
        TimeLimit limit = new TimeLimit(now::get, Duration.ofSeconds(10));

        now.addAndGet(Duration.ofSeconds(4).toNanos());
        assertThat(limit.left()).isEqualTo(Duration.ofSeconds(6));
        limit.add(Duration.ofSeconds(3));
        assertThat(limit.left()).isEqualTo(Duration.ofSeconds(9));
        assertThat(limit.has(Duration.ofSeconds(9))).isTrue();
        assertThat(limit.has(Duration.ofSeconds(10))).isFalse();
        now.addAndGet(Duration.ofSeconds(100).toNanos());
        assertThat(limit.left()).isZero();
    }
}
