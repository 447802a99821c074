package org.ephemeralftp.docker.junit;

import static org.ephemeralftp.client.probe.ProbeAssertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.probe.CauseKind;
import org.ephemeralftp.client.probe.Phase;
import org.ephemeralftp.docker.lab.FirewallLab;
import org.ephemeralftp.docker.lab.LabHost;
import org.ephemeralftp.docker.lab.ProbeRequest;

/** The example of README, as it stands there. */
class FirewallRulesIT {
    // begin of README's example
    @RegisterExtension
    static final FirewallLabExtension LAB = FirewallLabExtension.with(
            lab -> lab.ruleset(LabHost.SERVER, Path.of("server.nft")).server("--passive-ports", "50000-50009"));

    @Test
    void theHelperIsBlindUnderTls(FirewallLab lab) {
        assertThat(lab.probe(ProbeRequest.ALL).probe())
                .cell("pasv.tls.ipv4")
                .failedAt(Phase.DATA_CONNECT)
                .with(ConnectionOutcome.TIMED_OUT)
                .becauseOf(CauseKind.HELPER_CANNOT_READ_TLS);
    }
    // end of README's example
}
