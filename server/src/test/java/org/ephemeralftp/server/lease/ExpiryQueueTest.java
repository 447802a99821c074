package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpiryQueueTest {
    private final ExpiryQueue<String> queue = new ExpiryQueue<>();

    private List<String> pollAll(long now) {
        List<String> items = new ArrayList<>();
        for (String item = queue.pollExpired(now); item != null; item = queue.pollExpired(now)) {
            items.add(item);
        }
        return items;
    }

    @Test
    void an_empty_queue_has_no_deadline() {
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        assertThat(queue.pollExpired(Long.MAX_VALUE)).isNull();
    }

    @Test
    void the_soonest_comes_first_in_whatever_order_they_were_added() {
        queue.add("three", 3);
        queue.add("one", 1);
        queue.add("four", 4);
        queue.add("two", 2);
        assertThat(queue.nextDeadline()).isEqualTo(1);
        assertThat(pollAll(Long.MAX_VALUE)).containsExactly("one", "two", "three", "four");
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void things_with_one_deadline_come_in_the_order_they_were_added() {
        queue.add("a", 5);
        queue.add("b", 5);
        queue.add("c", 5);
        assertThat(pollAll(5)).containsExactly("a", "b", "c");
    }

    @Test
    void only_what_is_over_is_polled() {
        queue.add("now", 5);
        queue.add("later", 6);
        assertThat(queue.pollExpired(4)).isNull();
        assertThat(pollAll(5)).containsExactly("now");
        assertThat(queue.nextDeadline()).isEqualTo(6);
    }

    @Test
    void any_entry_can_be_removed_also_twice() {
        var first = queue.add("first", 1);
        var middle = queue.add("middle", 2);
        var last = queue.add("last", 3);
        queue.add("other", 2);
        queue.remove(middle);
        queue.remove(middle);
        assertThat(queue.nextDeadline()).isEqualTo(1);
        queue.remove(first);
        queue.remove(last);
        queue.remove(last);
        queue.remove(null);
        assertThat(pollAll(Long.MAX_VALUE)).containsExactly("other");
        queue.remove(first);
        queue.add("again", 9);
        assertThat(pollAll(9)).containsExactly("again");
    }
}
