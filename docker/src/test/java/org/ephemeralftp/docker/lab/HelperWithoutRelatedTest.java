package org.ephemeralftp.docker.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.probe.Cause;
import org.ephemeralftp.client.probe.CauseKind;
import org.ephemeralftp.client.probe.Cell;
import org.ephemeralftp.client.probe.CellResult;
import org.ephemeralftp.client.probe.Diagnosis;
import org.ephemeralftp.client.probe.Phase;
import org.ephemeralftp.client.probe.Verdict;
import org.ephemeralftp.docker.lab.CellEvidence.ConntrackEntry;
import org.ephemeralftp.docker.lab.CellEvidence.RuleVerdict;
import org.ephemeralftp.docker.lab.CountedRule.Effect;

class HelperWithoutRelatedTest {
    private static final Cell PLAIN = new Cell(DataMode.PORT, Protection.PLAIN, AddressFamily.IPV4);
    private static final Cell TLS = new Cell(DataMode.PORT, Protection.TLS, AddressFamily.IPV4);
    private static final CountedRule DROP = rule("tcp dport 1024-65535 drop", RuleVerdict.DROP, Effect.HINDERS);
    private static final ConntrackEntry WITH_HELPER = entry(LabHost.CLIENT, " helper=ftp use=1");

    @Test
    void aHelperWhoseConnectionIsDroppedIsNamedFirst() {
        Diagnosis found = diagnosis(PLAIN, Phase.DATA_CONNECT, WITH_HELPER, DROP);

        assertThat(found.causes())
                .extracting(Cause::kind)
                .containsExactly(CauseKind.RELATED_NOT_ACCEPTED, CauseKind.ACTIVE_BLOCKED);
        assertThat(found.causes().get(0).evidence()).contains("client", "tcp dport 1024-65535 drop", "3");
        assertThat(found.conclusive()).isFalse();
        assertThat(found.nextRun()).isNotBlank();
    }

    @Test
    void whatItIsNotIsLeftToTheClient() {
        CountedRule related = rule("ct state established,related accept", RuleVerdict.ACCEPT, Effect.NONE);

        assertThat(diagnosis(TLS, Phase.DATA_CONNECT, WITH_HELPER, DROP).firstCause())
                .isEqualTo(CauseKind.ACTIVE_BLOCKED);
        assertThat(diagnosis(PLAIN, Phase.CONTROL_CONNECT, WITH_HELPER, DROP).firstCause())
                .isEqualTo(CauseKind.ACTIVE_BLOCKED);
        assertThat(diagnosis(PLAIN, Phase.DATA_CONNECT, entry(LabHost.CLIENT, ""), DROP)
                        .firstCause())
                .isEqualTo(CauseKind.ACTIVE_BLOCKED);
        assertThat(diagnosis(PLAIN, Phase.DATA_CONNECT, entry(LabHost.SERVER, " helper=ftp"), DROP)
                        .firstCause())
                .isEqualTo(CauseKind.ACTIVE_BLOCKED);
        assertThat(diagnosis(PLAIN, Phase.DATA_CONNECT, WITH_HELPER, DROP, related)
                        .firstCause())
                .isEqualTo(CauseKind.ACTIVE_BLOCKED);
    }

    private static Diagnosis diagnosis(Cell cell, Phase phase, ConntrackEntry entry, CountedRule... rules) {
        Verdict verdict = new Verdict(Verdict.Kind.FAILED, phase, ConnectionOutcome.REPLIED, 425);
        Diagnosis client = new Diagnosis(
                cell, List.of(new Cause(CauseKind.ACTIVE_BLOCKED, "seen", "Mend it.")), false, "another run");
        return HelperWithoutRelated.diagnosis(
                client,
                new CellResult(cell, verdict, List.of(), List.of(), ""),
                new Snapshots.Seen(cell, List.of(rules), List.of(entry)));
    }

    private static ConntrackEntry entry(LabHost host, String end) {
        return new ConntrackEntry(host, "tcp 6 ESTABLISHED src=198.51.100.2 dport=21" + end);
    }

    private static CountedRule rule(String text, RuleVerdict verdict, Effect effect) {
        return new CountedRule(
                LabHost.CLIENT, text, "inet filter input", text, verdict, effect, false, 3, Optional.empty());
    }
}
