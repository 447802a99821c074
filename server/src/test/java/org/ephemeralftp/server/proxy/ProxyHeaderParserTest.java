package org.ephemeralftp.server.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ephemeralftp.server.proxy.Header.binary;
import static org.ephemeralftp.server.proxy.Header.line;
import static org.ephemeralftp.server.proxy.Header.relayed;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderParserTest {
    private static final String LONG_IPV6 = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe";
    private static final byte[] FTP = "USER u\r\nPROXY UNKNOWN\r\n".getBytes(ISO_8859_1);

    private static Stream<Arguments> headers() {
        ProxyHeader local = ProxyHeader.Local.LOCAL;
        String loopback = "127.0.0.1";
        return Stream.of(
                arguments(line("192.0.2.7", "192.0.2.1", 56324, 21), relayed("192.0.2.7", "192.0.2.1", 56324, 21)),
                arguments(
                        line("255.255.255.254", "0.0.0.0", 65535, 0), relayed("255.255.255.254", "0.0.0.0", 65535, 0)),
                arguments(line("2001:db8::7", "::1", 1, 2), relayed("2001:db8::7", "::1", 1, 2)),
                arguments(line("::ffff:127.0.0.2", "::ffff:127.0.0.1", 1, 2), relayed("127.0.0.2", "127.0.0.1", 1, 2)),
                arguments(line("PROXY TCP6 FE80::ABCD " + LONG_IPV6 + " 1 2"), relayed("fe80::abcd", LONG_IPV6, 1, 2)),
                arguments(line("PROXY UNKNOWN"), local),
                arguments(line("PROXY UNKNOWN "), local),
                arguments(line("PROXY UNKNOWN \r \n ÿ PROXY"), local),
                arguments(line("PROXY UNKNOWN " + LONG_IPV6 + " " + LONG_IPV6 + " 65535 65535"), local),
                arguments(binary("192.0.2.7", "192.0.2.1", 56324, 21, 0), relayed("192.0.2.7", "192.0.2.1", 56324, 21)),
                arguments(binary("2001:db8::7", "::1", 65535, 0, 0), relayed("2001:db8::7", "::1", 65535, 0)),
                arguments(binary("::ffff:127.0.0.2", "::1", 1, 2, 0), relayed("127.0.0.2", "::1", 1, 2)),
                arguments(binary(loopback, loopback, 1, 2, 300), relayed(loopback, loopback, 1, 2)),
                arguments(Header.LOCAL, local),
                arguments(binary(0x20, 0x11, new byte[12]), local),
                arguments(binary(0x20, 0x21, new byte[3]), local),
                arguments(binary(0x21, 0x00, new byte[0]), local),
                arguments(binary(0x21, 0x12, new byte[12]), local),
                arguments(binary(0x21, 0x31, new byte[216]), local),
                arguments(binary(0x21, 0x32, new byte[216]), local));
    }

    private static byte[] followed(byte[] header) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(header);
        all.write(FTP);
        return all.toByteArray();
    }

    /** Every byte once at the end of a piece and once at the start of one. */
    @ParameterizedTest
    @MethodSource("headers")
    void a_header_is_read_however_it_is_cut_and_nothing_behind_it(byte[] header, ProxyHeader said) throws Exception {
        byte[] all = followed(header);
        for (int cut = 0; cut <= header.length; cut++) {
            ProxyHeaderParser parser = new ProxyHeaderParser();
            ByteBuffer first = ByteBuffer.wrap(all, 0, cut);
            ProxyHeader early = parser.take(first);
            if (cut == header.length) {
                assertThat(early).isEqualTo(said);
            } else {
                assertThat(early).isNull();
                ByteBuffer rest = ByteBuffer.wrap(all, cut, all.length - cut);
                assertThat(parser.take(rest)).isEqualTo(said);
                assertThat(rest.remaining()).isEqualTo(FTP.length);
            }
            assertThat(first.hasRemaining()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("headers")
    void a_header_is_read_byte_by_byte(byte[] header, ProxyHeader said) throws Exception {
        ProxyHeaderParser parser = new ProxyHeaderParser();
        for (int i = 0; i < header.length - 1; i++) {
            assertThat(parser.take(ByteBuffer.wrap(header, i, 1))).isNull();
        }
        assertThat(parser.take(ByteBuffer.wrap(header, header.length - 1, 1))).isEqualTo(said);
    }

    /** As from a socket, which takes nothing back, and may give fewer bytes than it was asked for. */
    @ParameterizedTest
    @MethodSource("headers")
    void who_reads_what_is_missing_reads_no_byte_behind_the_header(byte[] header, ProxyHeader said) throws Exception {
        byte[] all = followed(header);
        for (int most = 1; most <= header.length; most++) {
            ProxyHeaderParser parser = new ProxyHeaderParser();
            int at = 0;
            ProxyHeader read = null;
            while (read == null) {
                int count = Math.min(most, parser.missing());
                assertThat(count).isPositive();
                read = parser.take(ByteBuffer.wrap(all, at, count));
                at += count;
                assertThat(at).isLessThanOrEqualTo(header.length);
            }
            assertThat(read).isEqualTo(said);
            assertThat(at).isEqualTo(header.length);
        }
    }

    private static @Nullable ProxyHeader parse(byte[] bytes) throws ProxyHeaderException {
        return new ProxyHeaderParser().take(ByteBuffer.wrap(bytes));
    }

    private static void assertRefused(byte[] bytes, String reason) {
        assertThatThrownBy(() -> parse(bytes))
                .isInstanceOf(ProxyHeaderException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 192.0.2.7 192.0.2.1 1",
                "PROXY TCP4 192.0.2.7 192.0.2.1 1 2 3",
                "PROXY TCP4 192.0.2.7 192.0.2.1 1 2 ",
                "PROXY TCP4 192.0.2.7  192.0.2.1 1 2",
                "PROXY TCP4\t192.0.2.7 192.0.2.1 1 2",
                "PROXY  TCP4 192.0.2.7 192.0.2.1 1 2",
                "PROXY tcp4 192.0.2.7 192.0.2.1 1 2",
                "PROXY TCP5 192.0.2.7 192.0.2.1 1 2",
                "PROXY UDP4 192.0.2.7 192.0.2.1 1 2",
                "PROXY UNKNOWNS",
                "PROXY TCP4 2001:db8::7 2001:db8::1 1 2",
                "PROXY TCP4 192.0.2.7 ::1 1 2",
                "PROXY TCP6 192.0.2.7 192.0.2.1 1 2",
                "PROXY TCP4 192.0.2 192.0.2.1 1 2",
                "PROXY TCP4 192.0.2.256 192.0.2.1 1 2",
                "PROXY TCP4 192.0.02.7 192.0.2.1 1 2",
                "PROXY TCP4 192.0.2.7. 192.0.2.1 1 2",
                "PROXY TCP4 example.org 192.0.2.1 1 2",
                "PROXY TCP6 :: ::g 1 2",
                "PROXY TCP6 1::2::3 ::1 1 2",
                "PROXY TCP6 fe80::1%lo ::1 1 2",
                "PROXY TCP6 [::1] ::1 1 2",
                "PROXY TCP4 192.0.2.7 192.0.2.1 65536 2",
                "PROXY TCP4 192.0.2.7 192.0.2.1 01 2",
                "PROXY TCP4 192.0.2.7 192.0.2.1 -1 2",
                "PROXY TCP4 192.0.2.7 192.0.2.1 +1 2",
                "PROXY TCP4 192.0.2.7 192.0.2.1 1 99999",
                "PROXY TCP4 192.0.2.7 192.0.2.1 1 2\n",
                "PROXY TCP4 192.0.2.7 192.0.2.1 1 2\r",
            })
    void a_malformed_line_is_refused(String line) {
        assertRefused(line(line), "malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Q", "PROXX", "PROXY\r", "PROXYT", "\n", "\r\r", "\r\n\r\n\0\r\nQUIT\r", " "})
    void what_begins_otherwise_is_refused_at_the_first_wrong_byte(String text) throws Exception {
        byte[] bytes = text.getBytes(ISO_8859_1);
        assertThat(parse(Arrays.copyOf(bytes, bytes.length - 1))).isNull();
        assertRefused(bytes, "does not begin with a PROXY header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "224.0.0.1", "::", "ff02::1"})
    void a_source_that_no_client_can_have_is_refused(String source) {
        String destination = source.contains(":") ? "::1" : "127.0.0.1";
        assertRefused(line(source, destination, 1, 2), "no client's address");
        assertRefused(binary(source, destination, 1, 2, 0), "no client's address");
    }

    @Test
    void a_line_has_107_bytes_at_most() throws Exception {
        String start = "PROXY UNKNOWN ";
        assertThat(parse(line(start + "x".repeat(107 - 2 - start.length())))).isNotNull();
        byte[] endless = (start + "x".repeat(107 - start.length())).getBytes(ISO_8859_1);
        assertThat(parse(Arrays.copyOf(endless, 106))).isNull();
        assertRefused(endless, "does not end within 107 bytes");
        assertRefused(line(start + "x".repeat(106 - start.length())), "does not end within 107 bytes");
    }

    @Test
    void a_binary_header_is_refused_as_soon_as_its_fixed_part_is_wrong() {
        for (int version : new int[] {0x11, 0x31, 0x01, 0xf1, 0x22, 0x2f}) {
            assertRefused(binary(version, 0x11, new byte[12]), "version or command");
        }
        for (int kind : new int[] {0x41, 0xf1, 0x13, 0x1f, 0x44}) {
            assertRefused(binary(0x21, kind, new byte[12]), "family or protocol");
            assertRefused(binary(0x20, kind, new byte[12]), "family or protocol");
        }
        assertRefused(Arrays.copyOf(binary(0x21, 0x11, new byte[11]), 16), "too short");
        assertRefused(Arrays.copyOf(binary(0x21, 0x21, new byte[35]), 16), "too short");
        assertRefused(Arrays.copyOf(binary(0x20, 0x00, new byte[4097]), 16), "longer than 4112 bytes");
        assertRefused(Arrays.copyOf(binary(0x21, 0x11, new byte[65535]), 16), "longer than 4112 bytes");
    }

    @Test
    void a_binary_header_may_have_much_behind_its_addresses() throws Exception {
        byte[] header = binary("192.0.2.7", "192.0.2.1", 1, 2, 4096 - 12);
        assertThat(parse(header)).isEqualTo(relayed("192.0.2.7", "192.0.2.1", 1, 2));
        assertThat(parse(Arrays.copyOf(header, header.length - 1))).isNull();
    }
}
