package org.ephemeralftp.docker.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.connection.ServerAddress;
import org.ephemeralftp.client.probe.Attempt;
import org.ephemeralftp.client.probe.Cause;
import org.ephemeralftp.client.probe.CauseKind;
import org.ephemeralftp.client.probe.Cell;
import org.ephemeralftp.client.probe.CellResult;
import org.ephemeralftp.client.probe.Diagnosis;
import org.ephemeralftp.client.probe.Phase;
import org.ephemeralftp.client.probe.PhaseRecord;
import org.ephemeralftp.client.probe.ProbeReport;
import org.ephemeralftp.client.probe.Verdict;
import org.ephemeralftp.client.sweep.Learning;
import org.ephemeralftp.client.sweep.PortResult;
import org.ephemeralftp.client.sweep.PortVerdict;
import org.ephemeralftp.client.sweep.SweepReport;
import org.ephemeralftp.docker.lab.CellEvidence;
import org.ephemeralftp.docker.lab.CellEvidence.ConntrackEntry;
import org.ephemeralftp.docker.lab.CellEvidence.RuleCount;
import org.ephemeralftp.docker.lab.CellEvidence.RuleVerdict;
import org.ephemeralftp.docker.lab.LabHost;
import org.ephemeralftp.docker.lab.LabReport;

/** Reports of labs that never were. */
final class MadeUp {
    static final Cell PASV = new Cell(DataMode.PASV, Protection.PLAIN, AddressFamily.IPV4);
    static final Cell PASV_TLS = new Cell(DataMode.PASV, Protection.TLS, AddressFamily.IPV4);
    private static final Cell PASV_IPV6 = new Cell(DataMode.PASV, Protection.PLAIN, AddressFamily.IPV6);
    private static final Verdict TIMED_OUT =
            new Verdict(Verdict.Kind.FAILED, Phase.DATA_CONNECT, ConnectionOutcome.TIMED_OUT, 0);
    private static final String STEERS = "\u001b[2J";

    private MadeUp() {}

    /** In clear it works, under TLS it does not, and one cell cannot be. */
    static LabReport helper(Optional<SweepReport> sweep) {
        Diagnosis diagnosis = new Diagnosis(
                PASV_TLS,
                List.of(new Cause(CauseKind.HELPER_CANNOT_READ_TLS, "in clear it works", "Open the passive ports.")),
                true,
                "");
        return report(
                probe(
                        List.of(diagnosis),
                        works(PASV),
                        new CellResult(
                                PASV_TLS,
                                TIMED_OUT,
                                List.of(attempt(Phase.DATA_CONNECT, ConnectionOutcome.TIMED_OUT)),
                                List.of(),
                                ""),
                        skipped()),
                sweep);
    }

    /** All works that can be. */
    static LabReport open(Optional<SweepReport> sweep) {
        return report(probe(List.of(), works(PASV), works(PASV_TLS), skipped()), sweep);
    }

    /** The same, but no rule can have closed what the sweep found closed. */
    static LabReport unproven(LabReport of) {
        return new LabReport(of.control(), of.probe(), of.evidence(), of.remarks(), of.sweep(), false, of.took());
    }

    /** Nothing can be told of the one cell. */
    static LabReport untold() {
        CellResult cell = new CellResult(PASV, Verdict.INCONCLUSIVE, List.of(), List.of(), "no rule counted a packet");
        return report(probe(List.of(), cell), Optional.empty());
    }

    private static LabReport report(ProbeReport probe, Optional<SweepReport> sweep) {
        ProbeReport control = probe(List.of(), works(PASV), works(PASV_TLS), skipped());
        List<CellEvidence> evidence = List.of(
                new CellEvidence(PASV, List.of(), List.of()),
                new CellEvidence(
                        PASV_TLS,
                        List.of(
                                rule("tcp dport 21 ct state new accept", RuleVerdict.ACCEPT, 1),
                                rule("tcp dport 1024-65535 drop comment \"" + STEERS + "\"", RuleVerdict.DROP, 1_234)),
                        List.of(new ConntrackEntry(
                                LabHost.SERVER,
                                "tcp      6 431999 ESTABLISHED src=198.51.100.2 dst=203.0.113.2 sport=40000 dport=21 "
                                        + "src=203.0.113.2 dst=198.51.100.2 sport=21 dport=40000 [ASSURED] mark=0"))));
        return new LabReport(
                control,
                probe,
                evidence,
                List.of("no rule of the client" + STEERS),
                sweep,
                true,
                Duration.ofMillis(12_345));
    }

    private static RuleCount rule(String text, RuleVerdict verdict, long packets) {
        return new RuleCount(LabHost.SERVER, "inet filter input", text, verdict, packets);
    }

    private static ProbeReport probe(List<Diagnosis> diagnoses, CellResult... cells) {
        return new ProbeReport(
                new ServerAddress("203.0.113.2", 21),
                Arrays.asList(cells),
                diagnoses,
                List.of(),
                Duration.ofMillis(4_321));
    }

    private static CellResult works(Cell cell) {
        return new CellResult(
                cell, Verdict.OK, List.of(attempt(Phase.TRANSFER_END, ConnectionOutcome.COMPLETED)), List.of(), "");
    }

    private static CellResult skipped() {
        return new CellResult(PASV_IPV6, Verdict.SKIPPED, List.of(), List.of(), "use EPSV");
    }

    private static Attempt attempt(Phase last, ConnectionOutcome outcome) {
        return new Attempt(
                Attempt.Kind.USUAL,
                List.of(new PhaseRecord(last, outcome, 0, "", Duration.ofMillis(5), null, null, null)));
    }

    /** Ten ports, of which the first are open; in the cell {@link #PASV}. */
    static Optional<SweepReport> sweep(int open, PortVerdict others, SweepReport.Ending ending) {
        List<PortResult> ports = IntStream.range(50_000, 50_010)
                .mapToObj(port -> {
                    PortVerdict verdict = port - 50_000 < open ? PortVerdict.OPEN : others;
                    return new PortResult(port, verdict, List.of(verdict), "");
                })
                .toList();
        try {
            return Optional.of(new SweepReport(
                    new ServerAddress("203.0.113.2", 21),
                    InetAddress.getByAddress(new byte[] {(byte) 203, 0, 113, 2}),
                    DataMode.PASV,
                    Protection.PLAIN,
                    Optional.empty(),
                    ports,
                    new Learning(Learning.Way.BY_NAME, 0, 10, 0, 0),
                    new SweepReport.Retries(0, 0, 0, 0, 0),
                    10,
                    ending,
                    "",
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(3)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
