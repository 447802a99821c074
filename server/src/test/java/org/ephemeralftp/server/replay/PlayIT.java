package org.ephemeralftp.server.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.Machine;

/** The player notices everything that a server can do wrong: it is played against one that says what it was told to. */
@Timeout(60)
class PlayIT {
    /** For how long nothing must come where nothing will. */
    private static final int SHORT = 300;

    @TempDir
    private Path home;

    /**
     * A server with one client. It says the first text as its greeting, each other one in return for a line, and closes
     * after the last.
     */
    private record Parrot(ServerSocket listener, Thread thread, int timeoutMillis) implements Play.Stage {
        static Parrot of(int timeoutMillis, String... replies) throws IOException {
            ServerSocket listener = new ServerSocket(0, 1, Machine.address(ControlConnection.IPV4));
            Thread thread = new Thread(() -> say(listener, replies), "parrot");
            thread.start();
            return new Parrot(listener, thread, timeoutMillis);
        }

        private static void say(ServerSocket listener, String... replies) {
            try (Socket client = listener.accept()) {
                BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
                OutputStream out = client.getOutputStream();
                for (int i = 0; i < replies.length; i++) {
                    if (i > 0 && in.readLine() == null) {
                        return;
                    }
                    out.write(replies[i].getBytes(ISO_8859_1));
                }
            } catch (IOException e) {
                // The player has found its difference and left.
            }
        }

        @Override
        public int port() {
            return listener.getLocalPort();
        }

        @Override
        public void admit(String user, String reader, String password, Home home) {}

        @Override
        public void close() throws IOException {
            listener.close();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private String play(String script, String... replies) throws IOException {
        return playFor(ControlConnection.TIMEOUT_MILLIS, script, replies);
    }

    private String playFor(int timeoutMillis, String script, String... replies) throws IOException {
        Row row = RowFile.parse("name", "--- id (source)\n    A sentence.\n" + script)
                .get(0);
        try (Parrot server = Parrot.of(timeoutMillis, replies)) {
            Optional<Difference> difference = Play.row(row, 1, server, new Home(home));
            return difference.map(Difference::what).orElse("");
        }
    }

    private static final String ASK = "connect\n< 220\n> PWD\n< 257 \"/\"*\n";
    private static final String GREETING = "220 Ready\r\n";
    private static final String GOODBYE = "221 Goodbye\r\n";

    @Test
    void nothing_is_wrong_when_exactly_what_is_expected_comes() throws IOException {
        assertThat(play(ASK, GREETING, "257 \"/\" is it\r\n", "200 Okay\r\n", GOODBYE))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            '550 No', 'The reply is 550 No'
            '257 /', 'The reply is 257 /'
            '2570 x', 'This is no reply: 2570 x'
            'Hello', 'This is no reply: Hello'
            '', 'This is no reply: '
            '257-"/"\n257 x', 'CR or LF alone, behind: 257-"/"'
            '257 "/"\rx', 'CR or LF alone, behind: 257 "/"'
            '257 "/\u00ff"', 'This is not UTF-8: *'
            """)
    void a_wrong_reply_is_noticed(String reply, String what) throws IOException {
        assertThat(new Script().matches(what, play(ASK, GREETING, reply + "\r\n", "200 Okay\r\n", GOODBYE)))
                .isTrue();
    }

    @Test
    void a_reply_too_much_is_noticed() throws IOException {
        assertThat(play(ASK, GREETING, "257 \"/\"\r\n226 Done\r\n", "200 Okay\r\n", GOODBYE))
                .isEqualTo("Afterwards: The reply is 226 Done");
    }

    @Test
    void a_reply_too_much_is_noticed_even_if_it_looks_like_the_next() throws IOException {
        assertThat(play(ASK, GREETING, "257 \"/\"\r\n200 Okay\r\n", "200 Okay\r\n", GOODBYE))
                .isEqualTo("Afterwards: The reply is 200 Okay");
    }

    @Test
    void words_after_the_goodbye_are_noticed() throws IOException {
        assertThat(play(ASK, GREETING, "257 \"/\"\r\n", "200 Okay\r\n", GOODBYE + "226 Done\r\n"))
                .isEqualTo("Afterwards: Something more came: 226 Done");
    }

    @Test
    void no_reply_is_noticed() throws IOException {
        assertThat(playFor(SHORT, ASK, GREETING, "", GOODBYE)).isEqualTo("Nothing came in time");
    }

    @Test
    void an_early_end_is_noticed() throws IOException {
        assertThat(play(ASK, GREETING)).startsWith("The connection broke: ");
    }

    @Test
    void an_end_that_does_not_come_is_noticed() throws IOException {
        assertThat(playFor(SHORT, "connect\n< 220\n> QUIT\n< 221\nclosed\n", GREETING, GOODBYE, GOODBYE))
                .isEqualTo("Nothing came in time");
    }

    @Test
    void lines_of_a_reply_are_looked_at() throws IOException {
        String features = "211-Features\r\n SIZE\r\n211 End\r\n";
        String ask = "connect\n< 220\n> FEAT\n< 211\n";
        assertThat(play(ask + "line \" SIZE\"\nlines 3", GREETING, features, "200 Okay\r\n", GOODBYE))
                .isEmpty();
        assertThat(play(ask + "line \" MDTM\"", GREETING, features)).startsWith("The reply is 211-Features");
        assertThat(play(ask + "no line \" S*\"", GREETING, features)).startsWith("The reply is 211-Features");
        assertThat(play(ask + "lines 2", GREETING, features)).startsWith("The reply has 3 lines");
    }

    @Test
    void a_known_defect_that_does_not_show_is_reported() {
        Step step = new Step(1, Verb.LOGIN, "");
        Row shows = new Row("file", "shows", "source", "Sentence.", "says 200.", List.of(step));
        Row hides = new Row("file", "hides", "source", "Sentence.", "says 200.", List.of(step));
        Row news = new Row("file", "news", "source", "Sentence.", null, List.of(step));
        StockReport report = new StockReport();
        report.add(shows, Optional.of(new Difference(shows, step, "The reply is 200", List.of("> NOOP"))));
        report.add(hides, Optional.empty());
        report.add(news, Optional.of(new Difference(news, step, "The reply is 200", List.of())));

        assertThat(report.defectsThatDoNotShow()).containsExactly(hides);
        assertThat(report.counts()).isEqualTo("Apache FtpServer on its own: 3 rows, 2 differ, 1 of them as known");
        assertThat(report.text()).contains("shows (source)", "    > NOOP", "Known: the stock server says 200.");
    }
}
