package org.ephemeralftp.client.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PassTest {

    @Test
    void eachPortIsOneSessionsOnly() {
        Pass pass = new Pass(List.of(5, 3, 4), null);

        assertThat(pass.next()).hasValue(5);
        assertThat(pass.claim(5, true)).isFalse();
        assertThat(pass.claim(3, true)).isTrue();
        assertThat(pass.claim(3, false)).isFalse();
        pass.putBack(5);
        assertThat(List.of(pass.next(), pass.next(), pass.next()))
                .containsExactly(OptionalInt.of(4), OptionalInt.of(5), OptionalInt.empty());
    }

    @Test
    void drawingEndsWhenAllHaveComeOrEnoughDrawsWereInVain() {
        Pass pass = new Pass(List.of(1, 2), null);

        pass.claim(1, true);
        assertThat(pass.goesOn(2)).isTrue();
        pass.claim(9, true);
        pass.claim(1, false);
        assertThat(pass.goesOn(2)).isTrue();
        pass.claim(9, false);
        assertThat(pass.goesOn(2)).isFalse();
        pass.claim(2, true);
        assertThat(pass.goesOn(2)).isFalse();
        assertThat(pass.isEmpty()).isTrue();
    }

    @Test
    void whatNobodyKnewIsWantedOnceIfThePassIsOpen() {
        Set<Integer> known = new HashSet<>(Set.of(1));
        Pass pass = new Pass(List.of(), known);

        assertThat(pass.claim(1, false)).isFalse();
        assertThat(pass.claim(2, true)).isTrue();
        assertThat(pass.claim(2, false)).isFalse();
        assertThat(known).containsExactlyInAnyOrder(1, 2);
    }
}
