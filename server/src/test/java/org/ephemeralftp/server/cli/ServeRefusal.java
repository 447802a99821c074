package org.ephemeralftp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** A run of {@code serve} that is refused for its options. */
final class ServeRefusal {
    private ServeRefusal() {}

    /** What it says, which is one line. */
    static String of(List<String> options, Collection<String> more) {
        StringWriter err = new StringWriter();
        String[] all = Stream.of(List.of("serve", "--port=0"), options, more)
                .flatMap(Collection::stream)
                .toArray(String[]::new);
        assertThat(Main.commandLine().setErr(new PrintWriter(err)).execute(all)).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1);
        return err.toString();
    }
}
