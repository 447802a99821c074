package org.ephemeralftp.server.control;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.DummySession;
import org.apache.mina.core.session.IoSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelnetFilterTest {
    private final ByteArrayOutputStream passed = new ByteArrayOutputStream();
    private final DummySession session = new DummySession();

    TelnetFilterTest() {
        session.getFilterChain().addLast("telnet", new TelnetFilter());
        session.getFilterChain().addLast("end", new IoFilterAdapter() {
            @Override
            public void messageReceived(NextFilter next, IoSession from, Object message) {
                IoBuffer buffer = (IoBuffer) message;
                while (buffer.hasRemaining()) {
                    passed.write(buffer.get());
                }
            }
        });
    }

    private String filtered(String... pieces) {
        for (String piece : pieces) {
            session.getFilterChain().fireMessageReceived(IoBuffer.wrap(piece.getBytes(ISO_8859_1)));
        }
        return passed.toString(ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({
        "ABOR, ABOR",
        "\u00ff\u00f4\u00ff\u00f2ABOR, ABOR",
        "\u00ff\u00f4\u00ffABOR, ABOR",
        "\u00ff\u00f4\u00f2ABOR, ABOR",
        "A\u00ff\u00ffB, A\u00ffB",
        "\u00ff\u00fd\u0006ABOR, ABOR",
        "\u00ff\u00fa\u0018\u0001x\u00ff\u00ffy\u00ff\u00f0ABOR, ABOR",
        "\u00ff\u00f1NOOP\u00ff\u00f1, NOOP",
        "\u00f2\u00f4, \u00f2\u00f4",
    })
    void telnet_commands_are_taken_out(String sent, String text) {
        assertThat(filtered(sent)).isEqualTo(text);
        passed.reset();
        assertThat(filtered(sent.split(""))).as("one byte at a time").isEqualTo(text);
    }

    @Test
    void an_unfinished_command_is_finished_by_the_next_bytes() {
        assertThat(filtered("NO\u00ff", "\u00f4", "\u00ff", "\u00f2OP", "\r\n")).isEqualTo("NOOP\r\n");
    }
}
