package org.ephemeralftp.server.control;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.ephemeralftp.server.control.LineDecoder.MOST_BYTES;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.DummySession;
import org.apache.mina.core.session.IoSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which commands are in which bytes, wherever these are split. */
class LineDecoderTest {
    private final LineDecoder decoder = new LineDecoder();
    private final List<String> commands = new ArrayList<>();

    private void decode(byte[] bytes, int from, int to) {
        decoder.decode(IoBuffer.wrap(bytes, from, to - from), this::take);
    }

    private void take(ControlRequest command) {
        commands.add(
                command.unreadable() == null
                        ? command.getRequestLine()
                        : String.valueOf(command.unreadable().getCode()));
    }

    private List<String> decoded(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        decode(bytes, 0, bytes.length);
        List<String> result = List.copyOf(commands);
        commands.clear();
        return result;
    }

    @Test
    void lines_end_with_a_line_feed() {
        assertThat(decoded("NOOP\r\nPWD\nCWD größe \r\nSYST\r\r\nQUI"))
                .containsExactly("NOOP", "PWD", "CWD größe ", "SYST");
        assertThat(decoded("T\r")).isEmpty();
        assertThat(decoded("\n")).containsExactly("QUIT");
    }

    @Test
    void empty_lines_are_nothing() {
        assertThat(decoded("\r\n\n\r\r\n\r\nNOOP\r\n\r\n")).containsExactly("NOOP");
        assertThat(decoder.hasMore()).isFalse();
    }

    /** RFC 854: CR NUL is a CR; RFC 2640, section 3.1, has it in pathnames. */
    @Test
    void a_carriage_return_in_a_line_is_followed_by_a_nul() {
        assertThat(decoded("DELE a\r\0b\r\nDELE a\r\0\r\nDELE a\r\0\nDELE a\rb\r\nDELE a\r\r\0b\nDELE a\0b\n"))
                .containsExactly("DELE a\rb", "DELE a\r", "DELE a\r", "DELE a\rb", "DELE a\r\rb", "DELE a\0b");
    }

    @Test
    void what_is_not_utf_8_is_one_command_that_cannot_be_read() {
        byte[] bytes = "NOOP\r\nDELE \u00e9\r\nDELE \u00c0\u0080\r\nPWD\r\n".getBytes(ISO_8859_1);
        decode(bytes, 0, bytes.length);
        assertThat(commands).containsExactly("NOOP", "501", "501", "PWD");
    }

    @Test
    void the_longest_line_is_a_command_and_a_longer_one_is_not() {
        String longest = "x".repeat(MOST_BYTES);
        assertThat(decoded(longest + "\r\n" + longest + "x\r\n" + "\r".repeat(MOST_BYTES + 1) + "\n" + longest + "\n"))
                .containsExactly(longest, "500", "500", longest);
        String wide = "é".repeat(MOST_BYTES / 2);
        assertThat(decoded(wide + "\n" + wide + "x\nNOOP\n")).containsExactly(wide, "500", "NOOP");
    }

    @Test
    void a_line_without_an_end_is_forgotten_as_it_comes_and_answered_once() {
        byte[] piece = new byte[64 * 1024];
        for (int i = 0; i < 16 * 1024; i++) { // A gigabyte.
            piece[i % 10] = (byte) (i % 3 == 0 ? '\r' : 'x');
            decode(piece, 0, i % 2 == 0 ? piece.length : 1);
        }
        assertThat(commands).isEmpty();
        assertThat(decoder.hasMore()).isTrue();
        assertThat(decoded("\r\nNOOP\r\n")).containsExactly("500", "NOOP");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void it_does_not_matter_where_the_bytes_are_split(long seed) {
        Random random = new Random(seed);
        String[] pieces = {"NOOP", "\r", "\n", "\r\n", "\0", "DELE é", "\r\0", " ", "x".repeat(MOST_BYTES - 2), "xx"};
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        List<String> whole = decoded(text + "\nEND\n");
        assertThat(whole).endsWith("END");
        byte[] bytes = (text + "\nEND\n").getBytes(UTF_8);
        for (int most : new int[] {1, 2, 3, 1000}) {
            for (int from = 0; from < bytes.length; ) {
                int to = Math.min(bytes.length, from + 1 + random.nextInt(most));
                decode(bytes, from, to);
                from = to;
            }
            assertThat(commands).as("at most %d bytes at a time", most).isEqualTo(whole);
            commands.clear();
        }
    }

    /** What AUTH must know: what comes behind it was not sent under TLS. */
    @ParameterizedTest
    @ValueSource(strings = {"N", "\r", "NOOP\r\n", "\u00ff", "\u00ff\u00fd", "\n"})
    void what_comes_behind_a_command_is_known_while_it_is_told_of_and_can_be_forgotten(String behind) {
        DummySession session = new DummySession();
        List<Boolean> more = new ArrayList<>();
        session.getFilterChain().addLast("telnet", new TelnetFilter());
        session.getFilterChain().addLast("lines", new LineFilter());
        session.getFilterChain().addLast("end", new IoFilterAdapter() {
            @Override
            public void messageReceived(NextFilter next, IoSession from, Object message) {
                take((ControlRequest) message);
                more.add(LineDecoder.hasMore(from));
                LineDecoder.reset(from);
            }
        });
        for (String sent : List.of("AUTH TLS\r\n" + behind, "PBSZ 0\r\n")) {
            session.getFilterChain().fireMessageReceived(IoBuffer.wrap(sent.getBytes(ISO_8859_1)));
        }
        assertThat(commands).containsExactly("AUTH TLS", "PBSZ 0");
        assertThat(more).containsExactly(true, false);
    }
}
