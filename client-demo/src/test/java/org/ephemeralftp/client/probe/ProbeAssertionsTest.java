package org.ephemeralftp.client.probe;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ephemeralftp.client.probe.ProbeAssertions.assertThat;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import org.ephemeralftp.client.connection.ConnectionOutcome;

class ProbeAssertionsTest {
    private final ProbeReport report = Reports.ofHelper();

    @Test
    void holdWhereTheyShould() {
        assertThat(report)
                .cell("pasv.plain.ipv4")
                .isOk()
                .cell("PASV.tls.ipv4")
                .failedAt(Phase.DATA_CONNECT)
                .with(ConnectionOutcome.TIMED_OUT)
                .becauseOf(CauseKind.HELPER_CANNOT_READ_TLS)
                .conclusively()
                .and()
                .cell("epsv.plain.ipv6")
                .isSkipped()
                .remarksNothing()
                .matches(Expectations.of("*.tls.* = timed-out at data-connect"));
        assertThat(Reports.of(Sight.of("pasv.plain.ipv4").works(1).see())).passed();
    }

    @Test
    void failWhereTheyShould() {
        ProbeAssertions all = assertThat(report);
        ProbeAssertions.CellAssertions tls = all.cell("pasv.tls.ipv4");
        List<ThrowingCallable> wrong = List.of(
                all::passed,
                () -> all.remarks(CauseKind.REPLY_REWRITTEN),
                () -> all.matches(Expectations.of("*.tls.* = ok")),
                tls::isOk,
                tls::isMisadvertised,
                tls::isSkipped,
                () -> tls.failedAt(Phase.GREETING),
                () -> tls.sometimesFailedAt(Phase.DATA_CONNECT),
                () -> tls.with(ConnectionOutcome.REFUSED),
                () -> tls.withReply(425),
                () -> tls.withReply(0),
                () -> tls.becauseOf(CauseKind.PASSIVE_PORTS_DROPPED),
                () -> tls.becauseOf(CauseKind.HELPER_CANNOT_READ_TLS, CauseKind.UNKNOWN),
                () -> all.cell("pasv.plain.ipv4").conclusively(),
                () -> all.cell("port.plain.ipv4"));

        org.assertj.core.api.Assertions.assertThat(wrong)
                .allSatisfy(each -> assertThatThrownBy(each)
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining("  pasv.tls.ipv4  timed-out at data-connect"));
    }

    @Test
    void theMessageTellsTheDiagnosis() {
        assertThatThrownBy(() -> assertThat(report).cell("pasv.tls.ipv4").isOk())
                .hasMessageStartingWith("""
                        pasv.tls.ipv4: expected ok, but was timed-out at data-connect
                          HELPER_CANNOT_READ_TLS: a firewall's FTP helper opens the ports, and cannot read TLS
                            seen: in clear it works:""")
                .hasMessageContaining("    fix: Open the server's passive ports")
                .hasMessageContaining("  epsv.plain.ipv6  skipped (no IPv6 address)");
    }

    @Test
    void theMessageSteersNoTerminal() {
        ProbeReport evil = Reports.of(Sight.of("pasv.plain.ipv4")
                .refused(Phase.LOGIN, "530 \u001b[2Jno\u202e")
                .see());

        assertThatThrownBy(() -> assertThat(evil).passed()).hasMessageNotContaining("\u001b");
        assertThatThrownBy(() -> assertThat(evil).cell("pasv.plain.ipv4").isOk())
                .hasMessageContaining("530 ?[2Jno?");
    }
}
