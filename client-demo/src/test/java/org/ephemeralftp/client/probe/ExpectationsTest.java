package org.ephemeralftp.client.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.client.connection.ConnectionOutcome;

class ExpectationsTest {
    private static final CellResult OK = Sight.of("pasv.plain.ipv4").works(1).see();
    private static final CellResult DROPPED = Sight.of("pasv.tls.ipv4")
            .fails(Phase.DATA_CONNECT, ConnectionOutcome.TIMED_OUT, 1)
            .see();
    private static final CellResult SOMETIMES = Sight.of("epsv.tls.ipv4")
            .works(1)
            .fails(Phase.DATA_CONNECT, ConnectionOutcome.TIMED_OUT, 1)
            .see();
    private static final CellResult NO_PORT =
            Sight.of("epsv.plain.ipv6").refused(Phase.DATA_SETUP, "425 No").see();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timed-out at data-connect",
                "TIMED-OUT  at  data-connect # as it should be",
                "ok | timed-out at data-connect",
                "any at data-connect",
                "timed-out at any",
                "any"
            })
    void isMet(String verdict) {
        assertThat(Expectations.of("pasv.tls.ipv4 = " + verdict).judge(Reports.of(DROPPED)))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.met()).isTrue();
                    assertThat(each.judged()).isTrue();
                    assertThat(each.toString()).isEqualTo("pasv.tls.ipv4: timed-out at data-connect, as expected");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ok",
                "refused at data-connect",
                "timed-out at greeting",
                "sometimes timed-out at data-connect",
                "skipped | misadvertised | inconclusive",
                "replied at data-connect"
            })
    void isNotMet(String verdict) {
        assertThat(Expectations.of("pasv.tls.ipv4 = " + verdict).judge(Reports.of(DROPPED)))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.met()).isFalse();
                    assertThat(each.untold()).isFalse();
                    assertThat(each.toString())
                            .isEqualTo("pasv.tls.ipv4: expected " + verdict + ", was timed-out at data-connect");
                });
    }

    @ParameterizedTest
    @CsvSource({"replied-425 at data-setup,true", "replied at data-setup,true", "replied-421 at data-setup,false"})
    void repliesHaveCodes(String verdict, boolean met) {
        assertThat(Expectations.of("epsv.plain.ipv6=" + verdict).judge(Reports.of(NO_PORT)))
                .extracting(Expectations.Judgement::met)
                .containsExactly(met);
    }

    @Test
    void theLastLineThatFitsCounts() {
        Expectations expectations = Expectations.of("""
                # general lines first
                *           = ok
                *.tls.*     = timed-out at data-connect

                epsv.tls.*  = sometimes timed-out at data-connect
                epsv.plain.ipv6 = replied-425 at data-setup
                """);

        assertThat(expectations.judge(Reports.of(OK, DROPPED, SOMETIMES, NO_PORT)))
                .allMatch(Expectations.Judgement::met);
    }

    @Test
    void aCellWithoutALineIsNotJudged() {
        assertThat(Expectations.of("*.plain.* = ok").judge(Reports.of(OK, DROPPED)))
                .filteredOn(each -> !each.judged())
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.cell()).isEqualTo(DROPPED.cell());
                    assertThat(each.met()).isTrue();
                });
    }

    /** As in README's own example, whose pattern has PASV over IPv6 in it. */
    @Test
    void aPatternDoesNotMeanWhatCannotBe() {
        ProbeReport report = Reports.of(OK, Sight.untried("pasv.plain.ipv6", Verdict.SKIPPED, "cannot be"));

        assertThat(Expectations.of("pasv.plain.* = ok").judge(report)).allMatch(Expectations.Judgement::met);
        assertThat(Expectations.of("pasv.plain.ipv6 = ok").judge(report)).anyMatch(each -> !each.met());
    }

    @Test
    void whatIsInconclusiveContradictsNothing() {
        ProbeReport report = Reports.of(Sight.untried("pasv.plain.ipv4", Verdict.INCONCLUSIVE, "the time ran out"));

        assertThat(Expectations.of("* = ok").judge(report)).singleElement().satisfies(each -> {
            assertThat(each.met()).isFalse();
            assertThat(each.untold()).isTrue();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            value = {
                "pasv.plain.ipv4 ok~line 1: 'pasv.plain.ipv4 ok' is no expectation; valid is CELL = VERDICT",
                "pasv.clear.ipv4 = ok~'pasv.clear.ipv4' is not a cell; valid: pasv|epsv|port|eprt.plain|tls.ipv4|ipv6",
                "pasv.plain = ok~'pasv.plain' is not a cell",
                "pasv.plain.ipv4.x = ok~is not a cell",
                " = ok~'' is not a cell",
                "* = fine~'fine' is not a verdict; valid: ok, misadvertised, skipped, inconclusive, any, OUTCOME at",
                "* = ok |~'' is not a verdict",
                "* = dropped at greeting~'dropped' is not an outcome; valid: refused, timed-out,",
                "* = connected at greeting~'connected' is not an outcome",
                "* = replied-9 at greeting~'replied-9' is not an outcome",
                "* = timed-out at data~'data' is not a phase; valid: control-connect, greeting,",
                "# nothing~has no expectation in it; valid is a line such as pasv.plain.ipv4 = ok",
            })
    void aWrongLineSaysWhatIsValid(String line, String message) {
        assertThatThrownBy(() -> Expectations.of(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aSecondLineForTheSameIsWrong() {
        assertThatThrownBy(() -> Expectations.of("pasv.* = ok\n\nPASV.* = any"))
                .hasMessage("expectations, line 3: 'pasv.*' has a line already (expectations, line 1); alternatives go "
                        + "into one line, as in ok | misadvertised");
    }

    @Test
    void aLineThatNamesNoCellIsWrong() {
        assertThatThrownBy(() -> Expectations.of("port.* = ok").judge(Reports.of(OK, DROPPED)))
                .hasMessage("expectations, line 1: 'port.*' names no cell of this run; its cells are pasv.plain.ipv4, "
                        + "pasv.tls.ipv4");
    }

    @Test
    void aLineThatNeverCountsIsWrong() {
        assertThatThrownBy(() -> Expectations.of("pasv.* = ok\n* = any").judge(Reports.of(OK, DROPPED)))
                .hasMessageContaining("line 1: 'pasv.*' never counts")
                .hasMessageContaining("put general lines first");
    }

    @Test
    void filesAreNamed(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("expected"), "pasv.plain.ipv4 = ok\r\nx = ok\r\n");

        assertThatThrownBy(() -> Expectations.read(file)).hasMessageStartingWith(file + ", line 2: 'x' is not a cell");
        Path none = directory.resolve("none");
        assertThatThrownBy(() -> Expectations.read(none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(none + ": there is no such file");
        assertThatThrownBy(() -> Expectations.read(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        directory + " cannot be read, because it is a directory: name a file that this user may read");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> Expectations.read(file)).hasMessage(file + " is not a text in UTF-8");
    }
}
