package org.ephemeralftp.client.probe;

import static org.ephemeralftp.client.connection.ConnectionOutcome.TIMED_OUT;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.ephemeralftp.client.connection.ServerAddress;

/** Reports of probes, made up for tests. */
public final class Reports {
    private Reports() {}

    /** Of these cells, with the diagnosis that the rules come to. */
    public static ProbeReport of(CellResult... cells) {
        ServerAddress server = new ServerAddress(Sight.SERVER, 21);
        List<CellResult> all = Arrays.asList(cells);
        DiagnosisRules rules = new DiagnosisRules(server, all);
        return new ProbeReport(server, all, rules.diagnoses(), rules.remarks(), Duration.ofMillis(4321));
    }

    /** A helper that opens ports in clear and cannot read TLS; no IPv6. */
    public static ProbeReport ofHelper() {
        return of(
                Sight.of("pasv.plain.ipv4").works(50_000, 50_001, 50_002).see(),
                Sight.of("pasv.tls.ipv4")
                        .fails(Phase.DATA_CONNECT, TIMED_OUT, 50_003, 50_004, 50_005)
                        .see(),
                Sight.of("epsv.tls.ipv4")
                        .fails(Phase.DATA_CONNECT, TIMED_OUT, 50_006, 50_007, 50_008)
                        .see(),
                Sight.untried("epsv.plain.ipv6", Verdict.SKIPPED, "no IPv6 address"));
    }
}
