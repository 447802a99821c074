package org.ephemeralftp.server.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortSetTest {
    @Test
    void aRangeHasBothItsEnds() {
        PortSet ports = PortSet.range(50000, 50009);

        assertThat(ports.size()).isEqualTo(10);
        assertThat(ports.first()).isEqualTo(50000);
        assertThat(ports.last()).isEqualTo(50009);
        assertThat(ports.contains(50000)).isTrue();
        assertThat(ports.contains(50009)).isTrue();
        assertThat(ports.contains(49999)).isFalse();
        assertThat(ports.contains(50010)).isFalse();
        assertThat(ports.toArray())
                .containsExactly(50000, 50001, 50002, 50003, 50004, 50005, 50006, 50007, 50008, 50009);
        assertThat(ports.stream().sum()).isEqualTo(500045);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 61000, 65535})
    void onePortIsFirstAndLast(int port) {
        PortSet ports = PortSet.range(port, port);

        assertThat(ports).isEqualTo(PortSet.of(port));
        assertThat(ports.size()).isEqualTo(1);
        assertThat(ports.first()).isEqualTo(port);
        assertThat(ports.last()).isEqualTo(port);
        assertThat(ports.toArray()).containsExactly(port);
        assertThat(ports.ranges()).containsExactly(new PortRange(port, port));
        assertThat(ports).hasToString(Integer.toString(port));
    }

    @Test
    void allPortsAre65535() {
        PortSet all = PortSet.range(1, 65535);

        assertThat(all.size()).isEqualTo(65535);
        assertThat(all.last()).isEqualTo(65535);
        assertThat(all.ranges()).containsExactly(new PortRange(1, 65535));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 65536, Integer.MAX_VALUE})
    void aNumberThatIsNoPortIsNeverContainedNorAccepted(int number) {
        assertThat(PortSet.range(1, 65535).contains(number)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PortSet.of(number))
                .withMessageContaining("1-65535");
        assertThatIllegalArgumentException().isThrownBy(() -> PortSet.range(number, 65535));
        assertThatIllegalArgumentException().isThrownBy(() -> PortSet.range(1, number));
    }

    @Test
    void aReversedRangeIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PortSet.range(2, 1))
                .withMessageContaining("2-1");
    }

    @Test
    void adjacentPortsBecomeOneRange() {
        PortSet ports = PortSet.of(50002, 50000, 50001, 50004, 50002);

        assertThat(ports.size()).isEqualTo(4);
        assertThat(ports.ranges()).containsExactly(new PortRange(50000, 50002), new PortRange(50004, 50004));
        assertThat(ports).hasToString("50000-50002,50004");
    }

    @Test
    void setAlgebraKeepsItsOperands() {
        PortSet left = PortSet.range(10, 20);
        PortSet right = PortSet.range(15, 25);

        assertThat(left.union(right)).isEqualTo(PortSet.range(10, 25));
        assertThat(left.intersect(right)).isEqualTo(PortSet.range(15, 20));
        assertThat(left.minus(right)).isEqualTo(PortSet.range(10, 14));
        assertThat(left.without(12)).hasToString("10-11,13-20");
        assertThat(left.without(20).last()).isEqualTo(19);
        assertThat(left).isEqualTo(PortSet.range(10, 20));
        assertThat(right).isEqualTo(PortSet.range(15, 25));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 9, 21, 65536})
    void withoutANumberThatIsNotInItASetIsTheSame(int number) {
        assertThat(PortSet.range(10, 20).without(number)).isEqualTo(PortSet.range(10, 20));
    }

    @Test
    void calculationsMayGiveTheEmptySet() {
        PortSet one = PortSet.of(65535);

        assertThat(one.without(65535)).isEqualTo(PortSet.empty()).hasSameHashCodeAs(PortSet.empty());
        assertThat(one.minus(one).isEmpty()).isTrue();
        assertThat(one.intersect(PortSet.of(1)).size()).isZero();
        assertThat(PortSet.empty().ranges()).isEmpty();
        assertThat(PortSet.empty()).hasToString("");
        assertThatThrownBy(() -> PortSet.empty().first()).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> PortSet.empty().last()).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void setsAreEqualByTheirPorts() {
        assertThat(PortSet.of(1, 2, 3)).isEqualTo(PortSet.range(1, 3)).hasSameHashCodeAs(PortSet.range(1, 3));
        assertThat(PortSet.of(1, 2)).isNotEqualTo(PortSet.of(1, 3)).isNotEqualTo("1-2");
    }

    @Test
    void anySetAgreesWithASortedSetOfNumbersAndComesBackFromItsText() {
        var random = new Random(4217);
        for (int round = 0; round < 200; round++) {
            var expected = new TreeSet<Integer>();
            int runs = 1 + random.nextInt(12);
            for (int run = 0; run < runs; run++) {
                int first = 1 + random.nextInt(65535);
                int last = Math.min(65535, first + random.nextInt(random.nextBoolean() ? 2 : 3000));
                for (int port = first; port <= last; port++) {
                    expected.add(port);
                }
            }
            int[] numbers = expected.stream().mapToInt(Integer::intValue).toArray();

            PortSet ports = PortSet.of(numbers);

            assertThat(ports.size()).isEqualTo(expected.size());
            assertThat(ports.first()).isEqualTo(expected.first());
            assertThat(ports.last()).isEqualTo(expected.last());
            assertThat(ports.toArray()).isEqualTo(numbers);
            assertThat(ports.ranges().stream().mapToInt(PortRange::size).sum()).isEqualTo(expected.size());
            assertThat(PortSet.parse(ports.toString())).isEqualTo(ports);
            assertThat(PortSet.parse(ports.toString())).hasToString(ports.toString());
        }
    }
}
