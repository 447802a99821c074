package org.ephemeralftp.docker.junit;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.probe.CauseKind;
import org.ephemeralftp.client.probe.Phase;
import org.ephemeralftp.client.probe.ProbeAssertions;
import org.ephemeralftp.client.probe.ProbeReport;
import org.ephemeralftp.docker.lab.FirewallLab;
import org.ephemeralftp.docker.lab.LabHost;
import org.ephemeralftp.docker.lab.ProbeRequest;

/** The example of README, word for word. */
class FirewallRulesIT {
    private static final boolean IN_CI = Boolean.parseBoolean(System.getenv("CI"));

    @RegisterExtension
    static final FirewallLabExtension LAB = FirewallLabExtension.with(
                    lab -> lab.ruleset(LabHost.SERVER, Path.of("src/test/resources/server.nft"))
                            .server("--passive-ports", "50000-50009"))
            .required(IN_CI);

    @Test
    void theHelperCannotReadTls(FirewallLab lab) {
        ProbeReport report = lab.probe(ProbeRequest.ALL.modes(DataMode.PASV).families(AddressFamily.IPV4))
                .probe();
        ProbeAssertions.assertThat(report).cell("pasv.plain.ipv4").isOk();
        ProbeAssertions.assertThat(report)
                .cell("pasv.tls.ipv4")
                .failedAt(Phase.DATA_CONNECT)
                .with(ConnectionOutcome.TIMED_OUT)
                .becauseOf(CauseKind.HELPER_CANNOT_READ_TLS);
    }
}
