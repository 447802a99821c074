package org.ephemeralftp.docker.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

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
import org.ephemeralftp.docker.lab.CellEvidence.RuleVerdict;
import org.ephemeralftp.docker.lab.CountedRule.Effect;
import org.ephemeralftp.docker.lab.CountedRule.Kinds;

class JudgeTest {
    static final Cell CELL = new Cell(DataMode.PASV, Protection.PLAIN, AddressFamily.IPV4);
    private static final Cell ACTIVE = new Cell(DataMode.PORT, Protection.PLAIN, AddressFamily.IPV4);
    private static final Verdict DROPPED =
            new Verdict(Verdict.Kind.FAILED, Phase.DATA_CONNECT, ConnectionOutcome.TIMED_OUT, 0);

    private static final CountedRule ACCEPTED = rule(RuleVerdict.ACCEPT, Effect.NONE, false, "accept");
    private static final CountedRule DROP = rule(RuleVerdict.DROP, Effect.HINDERS, false, "policy drop");
    private static final CountedRule DNAT = rule(RuleVerdict.ACCEPT, Effect.TRANSLATES, false, "dnat to 192.0.2.1");
    private static final CountedRule LABS_DNAT = rule(RuleVerdict.ACCEPT, Effect.TRANSLATES, true, "dnat to 192.0.2.1");
    private static final CountedRule LABS_MASQUERADE = rule(RuleVerdict.ACCEPT, Effect.TRANSLATES, true, "masquerade");

    @Test
    void aFailureCountsIfItWorkedWithoutRulesAndARuleHindered() {
        assertThat(judged(CELL, Verdict.OK, DROPPED, ACCEPTED, DROP).verdict()).isEqualTo(DROPPED);
        assertThat(judged(CELL, Verdict.OK, DROPPED, DNAT).verdict()).isEqualTo(DROPPED);
        assertThat(judged(CELL, Verdict.MISADVERTISED, DROPPED, DROP).verdict()).isEqualTo(DROPPED);
    }

    @Test
    void aFailureWithoutAListenerIsInconclusive() {
        CellResult result = judged(CELL, DROPPED, DROPPED, DROP);

        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.remark()).contains("control run").contains("timed-out at data-connect");
    }

    @Test
    void aFailureThatNoRuleCausedIsInconclusive() {
        CellResult result = judged(CELL, Verdict.OK, DROPPED, ACCEPTED);

        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.remark()).contains("timed-out at data-connect").contains("no rule that drops");
    }

    /** Of a hundred packets. */
    private static CountedRule drop(int opening, int icmpv6, int closing) {
        return new CountedRule(
                LabHost.SERVER,
                "inet f 1",
                "inet f output",
                "drop",
                RuleVerdict.DROP,
                Effect.HINDERS,
                false,
                100,
                Optional.of(new Kinds(opening, icmpv6, closing)));
    }

    private static Verdict at(Phase phase) {
        return new Verdict(Verdict.Kind.FAILED, phase, ConnectionOutcome.TIMED_OUT, 0);
    }

    @Test
    void aDropCountsOnlyIfItsPacketsCanBeWhatThePhaseMissed() {
        Cell ipv6 = new Cell(DataMode.EPSV, Protection.PLAIN, AddressFamily.IPV6);
        for (Phase connects : List.of(Phase.CONTROL_CONNECT, Phase.DATA_CONNECT)) {
            assertThat(judged(CELL, Verdict.OK, at(connects), drop(1, 0, 99)).verdict())
                    .isEqualTo(at(connects));
            assertThat(judged(CELL, Verdict.OK, at(connects), drop(0, 50, 50)).verdict())
                    .isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(judged(ipv6, Verdict.OK, at(connects), drop(0, 1, 99)).verdict())
                    .isEqualTo(at(connects));
        }
        assertThat(judged(ACTIVE, Verdict.OK, DROPPED, drop(0, 0, 99)).verdict())
                .isEqualTo(DROPPED);
        assertThat(judged(ACTIVE, Verdict.OK, DROPPED, drop(0, 0, 100)).verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judged(CELL, Verdict.OK, at(Phase.TRANSFER_END), drop(0, 0, 100))
                        .verdict())
                .isEqualTo(at(Phase.TRANSFER_END));
        assertThat(judged(CELL, Verdict.OK, at(Phase.TRANSFER_END), drop(0, 100, 0))
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aDiagnosisNamesTheRulesThatHindered() {
        Diagnosis diagnosis = diagnosis(ACCEPTED, DROP);

        assertThat(diagnosis.causes())
                .singleElement()
                .extracting(Cause::evidence)
                .isEqualTo("seen; meanwhile server, inet f input, \"policy drop\" met 1 packet");
        assertThat(diagnosis.nextRun()).contains("\"policy drop\" met 1 packet").doesNotContain("another run");
    }

    @Test
    void aRuleThatLimitsIsACauseOfItsOwn() {
        CountedRule over = rule(RuleVerdict.DROP, Effect.HINDERS, false, "limit rate over 10/minute drop");
        CountedRule until = rule(RuleVerdict.ACCEPT, Effect.NONE, false, "-p tcp -m connlimit -j ACCEPT");

        assertThat(diagnosis(ACCEPTED, over).firstCause()).isEqualTo(CauseKind.RATE_LIMITED);
        assertThat(diagnosis(until, DROP).firstCause()).isEqualTo(CauseKind.RATE_LIMITED);
        assertThat(diagnosis(until, DNAT).firstCause()).isEqualTo(CauseKind.PASSIVE_PORTS_DROPPED);
        assertThat(diagnosis(ACCEPTED, DROP).firstCause()).isEqualTo(CauseKind.PASSIVE_PORTS_DROPPED);
    }

    @Test
    void closedPortsOfASweepCountIfARuleClosedThemAndNoneLimits() {
        CountedRule over = rule(RuleVerdict.DROP, Effect.HINDERS, false, "ct count over 20 drop");

        assertThat(Judge.doubt(List.of(ACCEPTED, DROP), AddressFamily.IPV4)).isEmpty();
        assertThat(Judge.doubt(List.of(DNAT), AddressFamily.IPV4)).isEmpty();
        assertThat(Judge.doubt(List.of(ACCEPTED), AddressFamily.IPV4))
                .hasValueSatisfying(why -> assertThat(why).contains("no rule that can close them"));
        assertThat(Judge.doubt(List.of(over), AddressFamily.IPV4))
                .hasValueSatisfying(why -> assertThat(why).contains("a rule limits", "ct count over 20 drop"));
    }

    private static Diagnosis diagnosis(CountedRule... counted) {
        Cause cause = new Cause(CauseKind.PASSIVE_PORTS_DROPPED, "seen", "Mend it.");
        ProbeReport probe = new ProbeReport(
                new ServerAddress("server", 21),
                List.of(result(CELL, DROPPED, 2)),
                List.of(new Diagnosis(CELL, List.of(cause), false, "another run")),
                List.of(),
                Duration.ofSeconds(1));
        return new Judge(
                        report(result(CELL, Verdict.OK, 1)),
                        probe,
                        List.of(new Snapshots.Seen(CELL, List.of(counted), List.of())),
                        true,
                        Set.of(LabHost.SERVER),
                        Optional.empty())
                .judged()
                .diagnosis(CELL)
                .orElseThrow();
    }

    @Test
    void theLabsOwnTranslationIsNoCauseButMasqueradingOfActiveMode() {
        assertThat(judged(CELL, Verdict.OK, DROPPED, LABS_DNAT).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judged(CELL, Verdict.OK, DROPPED, LABS_MASQUERADE).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judged(ACTIVE, Verdict.OK, DROPPED, LABS_DNAT).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judged(ACTIVE, Verdict.OK, DROPPED, LABS_MASQUERADE).verdict())
                .isEqualTo(DROPPED);
    }

    @Test
    void whatPassesUnseenIsRemarked() {
        assertThat(judged(CELL, Verdict.OK, Verdict.OK, ACCEPTED).remark()).isEmpty();
        CellResult unseen = judged(CELL, Verdict.OK, Verdict.OK);
        assertThat(unseen.verdict()).isEqualTo(Verdict.OK);
        assertThat(unseen.remark()).isEqualTo("no rule counted a packet of it");
    }

    @Test
    void whatPassesRulesThatMetNoPacketIsInconclusive() {
        Optional<String> unmet = Optional.of("the files for the server leave no rules");

        assertThat(judged(unmet, CELL, Verdict.OK, Verdict.OK, ACCEPTED))
                .extracting(CellResult::verdict, CellResult::remark)
                .containsExactly(Verdict.INCONCLUSIVE, "it is ok, but the files for the server leave no rules");
        assertThat(judged(unmet, CELL, Verdict.OK, DROPPED, DROP).verdict()).isEqualTo(DROPPED);
    }

    @Test
    void whatPassesOnlyWithTheRulesIsInconclusive() {
        assertThat(judged(CELL, DROPPED, Verdict.OK, ACCEPTED).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aCellThatTakesOverWhatAnotherFoundHasItsEvidence() {
        CellResult first = result(CELL, DROPPED, 1);
        CellResult second = new CellResult(ACTIVE, DROPPED, first.attempts(), List.of(), "not tried again");
        ProbeReport control = report(result(CELL, Verdict.OK, 2), result(ACTIVE, Verdict.OK, 3));
        Judge judge = new Judge(
                control,
                report(first, second),
                List.of(
                        new Snapshots.Seen(CELL, List.of(DROP), List.of()),
                        new Snapshots.Seen(ACTIVE, List.of(), List.of())),
                true,
                Set.of(LabHost.SERVER),
                Optional.empty());

        assertThat(judge.judged().cells()).extracting(CellResult::verdict).containsExactly(DROPPED, DROPPED);
        assertThat(judge.evidence(second).rules()).containsExactly(DROP);
    }

    @Test
    void everyCellThatIsInconclusiveHasADiagnosis() {
        ProbeReport judged = new Judge(
                        report(result(CELL, Verdict.OK, 1)),
                        report(result(CELL, DROPPED, 2)),
                        List.of(),
                        true,
                        Set.of(LabHost.SERVER),
                        Optional.empty())
                .judged();

        assertThat(judged.diagnosis(CELL)).isPresent();
    }

    private static CellResult judged(Cell cell, Verdict control, Verdict probe, CountedRule... counted) {
        return judged(Optional.empty(), cell, control, probe, counted);
    }

    private static CellResult judged(
            Optional<String> unmet, Cell cell, Verdict control, Verdict probe, CountedRule... counted) {
        return new Judge(
                        report(result(cell, control, 1)),
                        report(result(cell, probe, 2)),
                        List.of(new Snapshots.Seen(cell, List.of(counted), List.of())),
                        true,
                        Set.of(LabHost.SERVER),
                        unmet)
                .judged()
                .cells()
                .get(0);
    }

    private static ProbeReport report(CellResult... cells) {
        return new ProbeReport(
                new ServerAddress("server", 21), List.of(cells), List.of(), List.of(), Duration.ofSeconds(1));
    }

    private static CellResult result(Cell cell, Verdict verdict, int nanos) {
        PhaseRecord phase = new PhaseRecord(
                Phase.DATA_CONNECT, ConnectionOutcome.TIMED_OUT, 0, "", Duration.ofNanos(nanos), null, null, null);
        return new CellResult(cell, verdict, List.of(new Attempt(Attempt.Kind.USUAL, List.of(phase))), List.of(), "");
    }

    private static CountedRule rule(RuleVerdict verdict, Effect effect, boolean ofTheLab, String text) {
        return new CountedRule(
                LabHost.SERVER, "inet f " + text, "inet f input", text, verdict, effect, ofTheLab, 1, Optional.empty());
    }
}
