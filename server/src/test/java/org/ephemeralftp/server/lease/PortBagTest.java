package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortBagTest {
    private final PortBag bag = new PortBag();
    private final PortDraw draw = new PortDraw(new SeededRandom(1));
    private final List<PortSlot> slots = IntStream.range(0, 100)
            .mapToObj(i -> new PortSlot(50000 + i, false))
            .toList();

    @Test
    void nothing_is_drawn_from_an_empty_bag() {
        assertThat(bag.draw(draw)).isNull();
        assertThat(bag.draw(draw, slot -> true, 10)).isNull();
    }

    @Test
    void a_slot_knows_its_bag_and_what_was_removed_is_not_drawn() {
        slots.forEach(bag::add);
        assertThat(bag.size()).isEqualTo(100);
        List<PortSlot> removed = slots.subList(10, 90);
        removed.forEach(bag::remove);
        assertThat(bag.size()).isEqualTo(20);
        assertThat(removed).allMatch(slot -> slot.bag == null);
        Set<PortSlot> drawn = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            drawn.add(bag.draw(draw));
        }
        assertThat(drawn).hasSize(20).allMatch(slot -> slot.bag == bag).doesNotContainAnyElementsOf(removed);
    }

    @Test
    void a_draw_with_a_test_finds_the_only_one_if_it_may_try_often_enough() {
        slots.forEach(bag::add);
        for (PortSlot wanted : slots) {
            assertThat(bag.draw(draw, slot -> slot == wanted, 100)).isSameAs(wanted);
        }
        assertThat(bag.size()).isEqualTo(100);
        assertThat(bag.draw(draw, slot -> false, Integer.MAX_VALUE)).isNull();
    }

    @Test
    void a_draw_with_a_test_tries_no_port_twice_and_no_more_than_it_may() {
        slots.forEach(bag::add);
        Set<PortSlot> tried = new HashSet<>();
        assertThat(bag.draw(draw, slot -> !tried.add(slot), 64)).isNull();
        assertThat(tried).hasSize(64);
    }

    @Test
    void the_places_stay_right_whatever_is_drawn_and_removed() {
        slots.forEach(bag::add);
        for (PortSlot slot : slots) {
            bag.draw(draw, other -> other.port % 7 == 0, 5);
            bag.remove(slot);
        }
        assertThat(bag.size()).isZero();
    }
}
