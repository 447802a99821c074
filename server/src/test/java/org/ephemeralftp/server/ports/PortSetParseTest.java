package org.ephemeralftp.server.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortSetParseTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "50000-50009 | 50000-50009 | 10",
                "50000,50002 | 50000,50002 | 2",
                "50002,50000 | 50000,50002 | 2",
                "50000-50009,50010 | 50000-50010 | 11",
                "50000-50100,!50060 | 50000-50059,50061-50100 | 100",
                "!50060,50000-50100 | 50000-50059,50061-50100 | 100",
                "50000-50100,!50000-50098,!50100 | 50099 | 1",
                "61000 | 61000 | 1",
                "61000-61000 | 61000 | 1",
                "1-65535 | 1-65535 | 65535",
                "65535 | 65535 | 1",
                "00080 | 80 | 1",
                "iana | 49152-65535 | 16384",
                "IANA | 49152-65535 | 16384",
                "iana,!50060 | 49152-50059,50061-65535 | 16383",
                "iana,!65535 | 49152-65534 | 16383",
                "iana,2000-2009 | 2000-2009,49152-65535 | 16394",
                "1024-65535,!linux | 1024-32767,61000-65535 | 36280",
                "windows-custom:2000-3000 | 2000-3000 | 1001",
                "windows-custom:2000-3000,!2500 | 2000-2499,2501-3000 | 1000",
            })
    void textBecomesTheSetItNames(String text, String canonical, int size) {
        PortSet ports = PortSet.parse(text);

        assertThat(ports).hasToString(canonical);
        assertThat(ports.size()).isEqualTo(size);
    }

    @Test
    void spacesAroundItemsDoNotMatter() {
        assertThat(PortSet.parse("  40000 - 40100 ,\t! 40060 , iana "))
                .hasToString("40000-40059,40061-40100,49152-65535");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\" | '' is empty",
                "\"  \" | '  ' is empty",
                ", | ',' has an empty item",
                "50000,,50002 | '50000,,50002' has an empty item",
                "50000, | '50000,' has an empty item",
                ",50000 | ',50000' has an empty item",
                "0 | '0' is not a port: ports are 1-65535",
                "0-10 | '0' is not a port: ports are 1-65535",
                "65536 | '65536' is not a port: ports are 1-65535",
                "50000-65536 | '65536' is not a port: ports are 1-65535",
                "4294967376 | '4294967376' is not a port: ports are 1-65535",
                "99999999999999999999 | '99999999999999999999' is not a port",
                "50009-50000 | '50009-50000' is reversed: a range's first port comes before its last; write 50000-50009",
                "-5 | '-5' is neither a port of 1-65535, a range FROM-TO nor a preset's name",
                "+5 | '+5' is neither",
                "5- | '5-' is neither",
                "1-2-3 | '1-2-3' is neither",
                "50000 50002 | '50000 50002' is neither",
                "50000;50002 | '50000;50002' is neither",
                "0x50 | '0x50' is neither",
                "1.5 | '1.5' is neither",
                "! | '' is neither",
                "!!5 | '!5' is neither",
                "50000,50000 | '50000' names 50000 a second time: a port may be listed only once",
                "50000-50009,50005-50020 | '50005-50020' names 50005-50009 a second time",
                "iana,50000 | '50000' names 50000 a second time",
                "50000-50009,!50001,!50000-50002 | '!50000-50002' names 50001 a second time: a port may be excluded only",
                "50000-50009,!50010 | '!50010' excludes 50010, which the set does not include",
                "50000-50009,!50005-50020 | '!50005-50020' excludes 50010-50020, which the set does not include",
                "!50060 | '!50060' only excludes: name the ports to exclude from",
                "50000,!50000 | '50000,!50000' excludes every port it includes: leave at least one port",
                "ianna | 'ianna' is not a preset's name; did you mean iana?",
            })
    void wrongTextIsQuotedAndExplainedInOneLine(String text, String start) {
        assertThatThrownBy(() -> PortSet.parse(text))
                .isInstanceOf(InvalidPortSetException.class)
                .message()
                .startsWith(start)
                .containsPattern("1-65535|only once|only included ports|write|between commas|name the ports")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"50000\n50001", "5\u0000", "\u0663\u0664", "50000\u00ad"})
    void whatCannotBePrintedIsEscapedInTheMessage(String text) {
        assertThatThrownBy(() -> PortSet.parse(text))
                .isInstanceOf(InvalidPortSetException.class)
                .message()
                .matches("[ -~]+")
                .contains("\\u");
    }

    @Test
    void aLongTextIsCutInTheMessage() {
        assertThatThrownBy(() -> PortSet.parse("9".repeat(5000)))
                .isInstanceOf(InvalidPortSetException.class)
                .message()
                .contains("999...'")
                .hasSizeLessThan(200);
    }
}
