package org.ephemeralftp.client.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which ports are tried again when kernels may have held back their refusals. */
class DisputePolicyTest {

    private static List<Integer> ports(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    /** Tries until it is settled; tells which ports were tried and turned out to be refused. */
    private static List<Integer> refused(DisputePolicy policy, IntPredicate reallyRefused, List<Integer> tried) {
        List<Integer> found = new ArrayList<>();
        while (!policy.wanted().isEmpty()) {
            int port = policy.wanted().iterator().next();
            boolean refused = reallyRefused.test(port);
            policy.tried(port, refused ? PortVerdict.REFUSED : PortVerdict.TIMED_OUT);
            tried.add(port);
            if (refused) {
                found.add(port);
            }
        }
        return found;
    }

    @Test
    void aRefusedRangeGrowsUpToItsEdgeAndTheRestIsBelieved() {
        for (int seed = 0; seed < 50; seed++) {
            // 100-149 are refused and 150-199 dropped; 6 refusals came through.
            List<Integer> answered = List.of(103, 110, 111, 127, 138, 149);
            List<Integer> disputed = new ArrayList<>(ports(100, 199));
            disputed.removeAll(answered);
            DisputePolicy policy = new DisputePolicy(answered, disputed, List.of(), new Random(seed));
            List<Integer> tried = new ArrayList<>();

            List<Integer> found = refused(policy, port -> port < 150, tried);

            assertThat(found).hasSize(44);
            assertThat(tried).contains(150).hasSizeLessThanOrEqualTo(44 + 2 * DisputePolicy.ENOUGH);
            assertThat(policy.left()).hasSize(100 - 6 - tried.size());
        }
    }

    @Test
    void aSecondRangeIsFoundByChance() {
        List<Integer> disputed = ports(0, 199);
        int found = 0;
        for (int seed = 0; seed < 100; seed++) {
            DisputePolicy policy = new DisputePolicy(List.of(500), disputed, List.of(300), new Random(seed));
            found += refused(policy, port -> port >= 100, new ArrayList<>()).size() == 100 ? 1 : 0;
        }

        // Half of them: 6 in a row are missed once in 64 times.
        assertThat(found).isGreaterThan(90);
    }

    @Test
    void neighboursAreWhatWasTriedNotWhatHasTheNextNumber() {
        DisputePolicy policy = new DisputePolicy(List.of(1000), List.of(900, 1100, 1200), List.of(950), new Random(1));

        assertThat(policy.wanted()).isEqualTo(Set.of(1100));
    }

    @Test
    void trulyDroppedPortsBetweenRefusedOnesDoNotCostForEver() {
        List<Integer> even =
                ports(0, 999).stream().filter(port -> port % 2 == 0).toList();
        List<Integer> odd = ports(0, 999).stream().filter(port -> port % 2 == 1).toList();
        List<Integer> tried = new ArrayList<>();

        refused(new DisputePolicy(even, odd, List.of(), new Random(1)), port -> false, tried);

        assertThat(tried).hasSize(2 * DisputePolicy.ENOUGH).doesNotHaveDuplicates();
    }

    @Test
    void nothingIsWantedWhereNothingIsDisputed() {
        assertThat(new DisputePolicy(List.of(1, 2), List.of(), List.of(3), new Random(1)).wanted())
                .isEmpty();
    }
}
