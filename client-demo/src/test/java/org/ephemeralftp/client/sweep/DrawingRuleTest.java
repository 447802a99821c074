package org.ephemeralftp.client.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DrawingRuleTest {
    private final DrawingRule rule = new DrawingRule(DrawingRule.MOST_DRAWS);

    @Test
    void countsWhatCameUpOnceAndHowLongNothingNewCame() {
        for (int port : new int[] {1, 2, 1, 3, 3, 3}) {
            rule.drawn(port);
        }

        Learning learning = rule.learning(Learning.Way.BY_DRAWING);
        assertThat(learning).isEqualTo(new Learning(Learning.Way.BY_DRAWING, 6, 3, 1, 2));
        assertThat(learning.unseenShare()).isCloseTo(1 / 6.0, within(1e-9));
        assertThat(learning.missedOneAsLikely()).isCloseTo(0.75 * 0.75, within(1e-9));
    }

    @Test
    void oneMorePortIsMissedLessThanOnceInAThousandTimes() {
        for (int ports = 1; ports <= 1_000; ports *= 10) {
            DrawingRule each = new DrawingRule(DrawingRule.MOST_DRAWS);
            for (int i = 0; i < ports; i++) {
                each.drawn(i);
            }
            for (int i = each.atLeast(); i > 0; i--) {
                each.drawn(0);
            }
            assertThat(each.learning(Learning.Way.BY_DRAWING).missedOneAsLikely())
                    .isLessThan(0.001);
        }
    }

    @Test
    void findsAllPortsOfAServerThatDrawsUniformly() {
        Random random = new Random(6056);
        for (int run = 0; run < 200; run++) {
            DrawingRule each = new DrawingRule(DrawingRule.MOST_DRAWS);
            Pass pass = new Pass(Set.of(), new TreeSet<>());
            int ports = 1 + random.nextInt(200);
            while (pass.goesOn(each.atLeast())) {
                int port = random.nextInt(ports);
                pass.claim(port, each.drawn(port));
            }
            assertThat(each.learning(Learning.Way.BY_DRAWING).drawn()).isEqualTo(ports);
        }
    }

    @Test
    void givesUpOnAServerThatHasANewPortEachTime() {
        for (int i = 0; i < DrawingRule.MOST_DRAWS; i++) {
            assertThat(rule.tooMany()).isFalse();
            rule.drawn(i);
        }

        assertThat(rule.tooMany()).isTrue();
    }
}
