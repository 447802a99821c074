package org.ephemeralftp.client.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.ephemeralftp.client.sweep.PortResult;
import org.ephemeralftp.client.sweep.PortVerdict;

class PortPictureTest {

    static List<PortResult> ports(int from, int to, IntFunction<PortVerdict> verdict) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(port -> new PortResult(port, verdict.apply(port), List.of(verdict.apply(port)), ""))
                .toList();
    }

    private static List<String> lines(PortPicture picture) {
        return picture.rows().stream()
                .map(row -> row.from() + " " + PortPicture.drawn(row, false) + " " + row.to())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "50000, 50000, 1, 1",
        "50000, 50063, 1, 1",
        "50000, 50064, 1, 2",
        "50000, 51023, 1, 16",
        "50000, 51024, 2, 9",
        "49152, 65535, 16, 16",
        "1, 65535, 64, 16"
    })
    void everyRangeFitsSixteenRows(int from, int to, int perCell, int rows) {
        PortPicture picture = PortPicture.of(ports(from, to, port -> PortVerdict.OPEN));

        assertThat(picture.perCell()).isEqualTo(perCell);
        assertThat(picture.rows()).hasSize(rows);
        assertThat(picture.rows().get(0).from()).isEqualTo(from);
        assertThat(picture.rows().get(rows - 1).to()).isEqualTo(to);
        assertThat(String.join("", lines(picture)).chars().filter(c -> c == '#').count())
                .isEqualTo((to - from) / perCell + 1);
    }

    @Test
    void eachPortHasItsCharacter() {
        PortVerdict[] all = PortVerdict.values();

        assertThat(lines(PortPicture.of(ports(5000, 5009, port -> all[port - 5000]))))
                .containsExactly("5000 #@pux.!?-_ 5009");
    }

    @Test
    void gapsAreBlankAndEmptyRowsAreLeftOut() {
        List<PortResult> ports = IntStream.of(5000, 5002, 5200)
                .mapToObj(port -> new PortResult(port, PortVerdict.REFUSED, List.of(), ""))
                .toList();

        assertThat(lines(PortPicture.of(ports)))
                .containsExactly("5000 x x" + " ".repeat(61) + " 5063", "5192 " + " ".repeat(8) + "x 5200");
    }

    @Test
    void aCellOfSeveralVerdictsSaysSoInTheStyleOfTheWorst() {
        PortPicture picture =
                PortPicture.of(ports(1000, 3047, port -> port == 1001 ? PortVerdict.TIMED_OUT : PortVerdict.OPEN));

        assertThat(picture.perCell()).isEqualTo(2);
        PortPicture.Row first = picture.rows().get(0);
        assertThat(PortPicture.drawn(first, false)).isEqualTo("%" + "#".repeat(63));
        assertThat(PortPicture.drawn(first, true))
                .isEqualTo("\u001b[31m%\u001b[0m\u001b[32m" + "#".repeat(63) + "\u001b[0m");
    }

    @Test
    void nothingIsNothing() {
        assertThat(PortPicture.of(List.of()).rows()).isEmpty();
    }
}
