package org.ephemeralftp.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The names of a directory in the order in which a listing tells them. */
class EntryNamesTest {
    private static List<String> shuffled(int count) {
        List<String> names = new ArrayList<>(
                IntStream.range(0, count).mapToObj("%05d"::formatted).toList());
        Collections.shuffle(names, new Random(1));
        return names;
    }

    private static EntryNames of(Iterator<String> names) {
        Iterator<Path> paths = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return names.hasNext();
            }

            @Override
            public Path next() {
                return Path.of("/srv/home", names.next());
            }
        };
        return new EntryNames(paths, name -> !name.startsWith("no"));
    }

    private static List<String> all(EntryNames names) {
        return Stream.generate(names::next)
                .takeWhile(name -> name != null)
                .map(Path::toString)
                .toList();
    }

    @Test
    void as_many_as_are_sorted_are_sorted() {
        List<String> most = shuffled(EntryNames.MOST_SORTED);
        EntryNames names = of(most.iterator());
        assertThat(names.ahead()).isEqualTo(EntryNames.MOST_SORTED);
        assertThat(all(names)).isSorted().hasSameElementsAs(most).hasSameSizeAs(most);
        assertThat(names.ahead()).isZero();
        assertThat(all(of(List.<String>of().iterator()))).isEmpty();
    }

    @Test
    void more_come_in_the_order_of_the_directory_and_are_not_read_ahead() {
        List<String> more = shuffled(EntryNames.MOST_SORTED * 3);
        Iterator<String> directory = more.iterator();
        EntryNames names = of(directory);
        assertThat(names.next()).hasToString(more.get(0));
        assertThat(names.ahead()).isEqualTo(EntryNames.MOST_SORTED);
        assertThat(directory.next()).isEqualTo(more.get(EntryNames.MOST_SORTED + 1));
        List<String> rest = new ArrayList<>(more.subList(1, more.size()));
        rest.remove(EntryNames.MOST_SORTED);
        assertThat(all(names)).containsExactlyElementsOf(rest);
    }

    @Test
    void names_that_are_not_wanted_do_not_count() {
        List<String> wanted = shuffled(EntryNames.MOST_SORTED);
        List<String> names = new ArrayList<>(wanted);
        names.addAll(0, List.of("no", ".ephemeral-ftp", ".EPHEMERAL-FTP"));
        names.add("no more");
        assertThat(all(of(names.iterator()))).isSorted().hasSameSizeAs(wanted);
    }
}
