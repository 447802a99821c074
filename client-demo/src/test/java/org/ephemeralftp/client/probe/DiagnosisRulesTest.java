package org.ephemeralftp.client.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.connection.ServerAddress;

class DiagnosisRulesTest {

    static Stream<Scenario> scenarios() {
        return Stream.concat(TruthTable.scenarios(), OtherFailures.scenarios());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void causesComeInTheirOrder(Scenario scenario) {
        List<Diagnosis> diagnoses = scenario.rules().diagnoses();

        assertThat(diagnoses.stream()
                        .collect(Collectors.toMap(
                                Diagnosis::cell,
                                each -> each.causes().stream().map(Cause::kind).toList())))
                .isEqualTo(scenario.causes());
        assertThat(scenario.rules().remarks()).extracting(Cause::kind).isEqualTo(scenario.remarks());
        if (scenario.conclusive()) {
            assertThat(diagnoses).allMatch(Diagnosis::conclusive);
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void whatIsNotConclusiveNamesTheNextRun(Scenario scenario) {
        assertThat(scenario.rules().diagnoses()).allSatisfy(each -> {
            assertThat(each.conclusive()).isEqualTo(each.nextRun().isEmpty());
            assertThat(each.conclusive() && each.causes().size() > 1).isFalse();
            assertThat(each.causes() + each.nextRun()).doesNotContain("--implicit-tls");
        });
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyCauseHasEvidenceAndAFixAndNobodyIsSaidToReject(Scenario scenario) {
        Stream<Cause> causes = Stream.concat(
                scenario.rules().diagnoses().stream().flatMap(each -> each.causes().stream()),
                scenario.rules().remarks().stream());

        assertThat(causes).allSatisfy(cause -> {
            assertThat(cause.evidence()).isNotBlank();
            assertThat(cause.fix()).endsWith(".").doesNotContain("  ");
            assertThat(cause.evidence() + cause.fix() + cause.kind().title())
                    .doesNotContainIgnoringCase("reject")
                    .doesNotContain("null", "Optional");
        });
    }

    @Test
    void everyKindOfCauseIsFound() {
        Set<CauseKind> found = scenarios()
                .flatMap(each -> Stream.concat(
                        each.rules().diagnoses().stream().flatMap(one -> one.causes().stream()),
                        each.rules().remarks().stream()))
                .map(Cause::kind)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(CauseKind.class)));

        // A client does not see what is behind it; the lab's firewalls tell.
        assertThat(EnumSet.complementOf(EnumSet.copyOf(found)))
                .containsExactly(CauseKind.RELATED_NOT_ACCEPTED, CauseKind.RATE_LIMITED);
    }

    /** Whatever is seen in whichever phase, there is a cause. */
    @Test
    void everyFailureHasACause() {
        for (String cell : List.of("pasv.plain.ipv4", "epsv.tls.ipv6", "port.plain.ipv4", "eprt.tls.ipv6")) {
            for (Phase phase : Phase.values()) {
                boolean none = phase == Phase.AUTH && cell.contains("plain");
                for (ConnectionOutcome outcome : ConnectionOutcome.values()) {
                    if (!none && outcome != ConnectionOutcome.REPLIED && failsIn(outcome)) {
                        findsACause(Sight.of(cell).fails(phase, outcome, 50_000));
                    }
                }
                for (int code : none ? new int[0] : new int[] {421, 425, 426, 450, 500, 501, 502, 522, 530, 550}) {
                    findsACause(Sight.of(cell).refused(phase, code + " no"));
                }
            }
        }
    }

    private static boolean failsIn(ConnectionOutcome outcome) {
        return outcome != ConnectionOutcome.CONNECTED && outcome != ConnectionOutcome.COMPLETED;
    }

    private static void findsACause(Sight sight) {
        CellResult result = sight.see();
        List<Diagnosis> found = new DiagnosisRules(new ServerAddress("ftp.example", 2121), List.of(result)).diagnoses();

        assertThat(found).as(result.toString()).singleElement().satisfies(each -> {
            assertThat(each.cell()).isEqualTo(result.cell());
            assertThat(each.causes()).isNotEmpty();
        });
    }

    @Test
    void evidenceNamesPortsAsRangesAndTheOtherCells() {
        Scenario halfOpen = TruthTable.scenarios()
                .filter(each -> each.toString().startsWith("7"))
                .findFirst()
                .orElseThrow();

        assertThat(halfOpen.rules().diagnoses())
                .allSatisfy(
                        each -> assertThat(each.causes().get(0).evidence())
                                .isEqualTo(
                                        "connected to 203.0.113.10 ports 50000-50001, 50004 (pasv.plain.ipv4, epsv.plain.ipv4, "
                                                + "pasv.tls.ipv4, epsv.tls.ipv4), but no answer within 4.0 s from 203.0.113.10 ports "
                                                + "50002-50003, 50009 (pasv.plain.ipv4, epsv.plain.ipv4, pasv.tls.ipv4, epsv.tls.ipv4)"));
    }

    @Test
    void evidenceSaysWhenAllCellsFailAlike() {
        List<CellResult> cells = Arrays.stream(new String[] {"pasv", "epsv", "port", "eprt"})
                .map(mode -> Sight.of(mode + ".plain.ipv4")
                        .fails(Phase.CONTROL_CONNECT, ConnectionOutcome.TIMED_OUT, 1)
                        .see())
                .toList();

        assertThat(new DiagnosisRules(new ServerAddress("ftp.example", 21), cells).diagnoses())
                .allSatisfy(each -> assertThat(each.causes().get(0).evidence())
                        .isEqualTo("no answer from 203.0.113.10:21 within 4.0 s, in all 4 cells over IPv4"));
    }

    @Test
    void insideAddressesAreKnown() throws java.net.UnknownHostException {
        for (String inside :
                "10.0.0.1 172.31.0.1 192.168.9.9 100.64.0.1 169.254.1.1 127.0.0.1 fd00::1 fe80::1".split(" ", -1)) {
            assertThat(InsideAddress.is(java.net.InetAddress.getByName(inside)))
                    .as(inside.toLowerCase(Locale.ROOT))
                    .isTrue();
        }
        for (String outside : "203.0.113.1 172.32.0.1 100.128.0.1 2001:db8::1 11.0.0.1".split(" ", -1)) {
            assertThat(InsideAddress.is(java.net.InetAddress.getByName(outside)))
                    .as(outside)
                    .isFalse();
        }
    }
}
