package org.ephemeralftp.docker.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Endpoint;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.connection.ServerAddress;
import org.ephemeralftp.client.probe.Attempt;
import org.ephemeralftp.client.probe.Cause;
import org.ephemeralftp.client.probe.CauseKind;
import org.ephemeralftp.client.probe.Cell;
import org.ephemeralftp.client.probe.CellResult;
import org.ephemeralftp.client.probe.Check;
import org.ephemeralftp.client.probe.Diagnosis;
import org.ephemeralftp.client.probe.Phase;
import org.ephemeralftp.client.probe.PhaseRecord;
import org.ephemeralftp.client.probe.ProbeReport;
import org.ephemeralftp.client.probe.Verdict;
import org.ephemeralftp.client.sweep.Learning;
import org.ephemeralftp.client.sweep.PortNumbers;
import org.ephemeralftp.client.sweep.PortResult;
import org.ephemeralftp.client.sweep.PortVerdict;
import org.ephemeralftp.client.sweep.SweepReport;

class LabJsonTest {
    private static final ServerAddress SERVER = new ServerAddress("server", 21);

    @TempDir
    Path directory;

    @Test
    void anOrderArrivesAsItIs() throws IOException {
        for (Optional<Protection> sweep : List.of(Optional.<Protection>empty(), Optional.of(Protection.TLS))) {
            LabClient.Order order = new LabClient.Order(
                    ProbeRequest.ALL.modes(DataMode.EPSV),
                    "server",
                    21,
                    new Account("lab", "s\"ecret"),
                    Duration.ofMillis(1500),
                    sweep,
                    Duration.ofSeconds(8),
                    null);

            assertThat(sent(order, LabClient.Order.class)).isEqualTo(order);
        }
    }

    @Test
    void whatIsFoundArrivesAsItIs() throws IOException {
        InetAddress address = InetAddress.getByName("2001:db8::1");
        Endpoint end = new Endpoint(address, 50000);
        PhaseRecord phase = new PhaseRecord(
                Phase.DATA_CONNECT, ConnectionOutcome.TIMED_OUT, 0, "\u001b[2J", Duration.ofNanos(5), end, null, end);
        Cell cell = JudgeTest.CELL;
        ProbeReport probe = new ProbeReport(
                SERVER,
                List.of(new CellResult(
                        cell,
                        new Verdict(Verdict.Kind.FAILED, Phase.DATA_CONNECT, ConnectionOutcome.TIMED_OUT, 0),
                        List.of(new Attempt(Attempt.Kind.USUAL, List.of(phase))),
                        List.of(new Check(Check.Kind.SERVERS_VIEW, phase)),
                        "")),
                List.of(new Diagnosis(cell, List.of(new Cause(CauseKind.UNKNOWN, "e", "f")), true, "")),
                List.of(),
                Duration.ofSeconds(3));
        SweepReport sweep = new SweepReport(
                SERVER,
                address,
                DataMode.EPSV,
                Protection.PLAIN,
                Optional.of(PortNumbers.parse("50000-50001")),
                List.of(new PortResult(50000, PortVerdict.OPEN, List.of(PortVerdict.OPEN), "")),
                new Learning(Learning.Way.BY_NAME, 0, 0, 0, 0),
                new SweepReport.Retries(0, 0, 0, 0, 0),
                1,
                SweepReport.Ending.COMPLETE,
                "",
                Duration.ofMinutes(2),
                Duration.ofMillis(10));
        LabClient.Found found = new LabClient.Found(probe, Optional.of(sweep));

        assertThat(sent(found, LabClient.Found.class)).isEqualTo(found);
        LabClient.Found without = new LabClient.Found(probe, Optional.empty());
        assertThat(sent(without, LabClient.Found.class)).isEqualTo(without);
    }

    private <T> T sent(T value, Class<T> type) throws IOException {
        Path file = directory.resolve("value.json");
        LabJson.write(file, value);
        return LabJson.read(file, type);
    }
}
