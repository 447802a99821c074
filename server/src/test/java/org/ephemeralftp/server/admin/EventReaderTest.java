package org.ephemeralftp.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a reader gets that is slower than events come. */
@Timeout(60)
class EventReaderTest {
    private final EventReader reader = new EventReader();

    private void offer(long first, long last) {
        LongStream.rangeClosed(first, last).forEach(id -> reader.offer(new Event(id, "e", "{}")));
    }

    private List<Event> take() throws InterruptedException {
        return reader.take(0, TimeUnit.SECONDS);
    }

    private static long count(Event lost) {
        assertThat(lost.name()).isEqualTo("lost");
        return JsonParser.parseString(lost.data())
                .getAsJsonObject()
                .get("count")
                .getAsLong();
    }

    @Test
    void everything_comes_in_order_as_long_as_there_is_room() throws Exception {
        offer(1, EventReader.MOST);
        assertThat(take())
                .extracting(Event::id)
                .hasSize(EventReader.MOST)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(take()).isEmpty();
    }

    @Test
    void what_was_lost_is_told_behind_what_was_not() throws Exception {
        offer(1, EventReader.MOST + 5);
        List<Event> events = take();
        assertThat(events).hasSize(EventReader.MOST + 1);
        Event lost = events.get(EventReader.MOST);
        assertThat(count(lost)).isEqualTo(5);
        assertThat(lost.id()).isEqualTo(EventReader.MOST + 5);
    }

    @Test
    void it_is_told_once_and_what_comes_later_comes_behind_it() throws Exception {
        offer(1, EventReader.MOST + 1);
        assertThat(take()).hasSize(EventReader.MOST + 1);
        offer(EventReader.MOST + 2, EventReader.MOST + 3);
        assertThat(take()).extracting(Event::name).containsExactly("e", "e");
    }

    @Test
    void the_end_comes_after_the_last_event() throws Exception {
        offer(1, 1);
        reader.end();
        assertThat(reader.isOver()).isFalse();
        assertThat(reader.take(1, TimeUnit.HOURS)).hasSize(1);
        assertThat(reader.isOver()).isTrue();
        assertThat(reader.take(1, TimeUnit.HOURS)).isEmpty();
    }
}
