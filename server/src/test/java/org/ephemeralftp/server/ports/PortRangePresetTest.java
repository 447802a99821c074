package org.ephemeralftp.server.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortRangePresetTest {
    @ParameterizedTest
    @CsvSource({
        "iana, 49152, 65535, 16384",
        "linux, 32768, 60999, 28232",
        "linux-classic, 32768, 61000, 28233",
        "freebsd, 49152, 65535, 16384",
        "bsd, 1024, 5000, 3977",
        "windows-xp, 1025, 5000, 3976",
        "windows-vista, 49152, 65535, 16384",
        "windows-2003, 1025, 5000, 3976",
        "windows-2003-ms08-037, 49152, 65535, 16384",
        "windows-2008-exchange-2007, 1025, 60000, 58976",
        "windows-custom:2000-3000, 2000, 3000, 1001",
        "windows-custom:1025-65535, 1025, 65535, 64511",
    })
    void aNameGivesItsRange(String name, int first, int last, int size) {
        PortRangePreset preset = PortRangePreset.named(name);

        assertThat(preset.name()).isEqualTo(name);
        assertThat(preset.range()).isEqualTo(new PortRange(first, last));
        assertThat(preset.size()).isEqualTo(size);
        assertThat(preset.ports()).isEqualTo(PortSet.range(first, last)).isEqualTo(PortSet.parse(name));
        assertThat(preset.whereUsed()).isNotBlank();
        assertThat(preset.source()).isNotBlank();
    }

    @Test
    void everyListedPresetIsFoundByItsName() {
        assertThat(PortRangePreset.all())
                .hasSize(10)
                .allSatisfy(preset ->
                        assertThat(PortRangePreset.named(preset.name())).isEqualTo(preset));
    }

    @Test
    void theFamilyOfCustomRangesShowsItsLimits() {
        PortRangePreset family = PortRangePreset.windowsCustomFamily();

        assertThat(family.name()).isEqualTo("windows-custom:FROM-TO");
        assertThat(family.range()).isEqualTo(new PortRange(1025, 65535));
        assertThatThrownBy(() -> PortRangePreset.named(family.name())).isInstanceOf(InvalidPortSetException.class);
    }

    @ParameterizedTest
    @CsvSource({"lunix, linux", "ian, iana", "windows-2008, windows-2003", "linux_classic, linux-classic"})
    void anUnknownNameGetsTheNearestAndTheWholeList(String name, String nearest) {
        assertThatThrownBy(() -> PortRangePreset.named(name))
                .isInstanceOf(InvalidPortSetException.class)
                .hasMessage(
                        "'" + name + "' is not a preset's name; did you mean " + nearest + "? Valid are iana, linux,"
                                + " linux-classic, freebsd, bsd, windows-xp, windows-vista, windows-2003, windows-2003-ms08-037,"
                                + " windows-2008-exchange-2007, windows-custom:FROM-TO, ports of 1-65535 and ranges FROM-TO");
    }

    @Test
    void aNameLikeNoOtherGetsNoGuess() {
        assertThatThrownBy(() -> PortRangePreset.named("everything"))
                .hasMessageStartingWith("'everything' is not a preset's name; valid are")
                .message()
                .doesNotContain("did you mean");
    }

    @ParameterizedTest
    @ValueSource(strings = {"windows-custom", "windows-custom:", "windows-custom:2000"})
    void aCustomRangeNeedsBothEnds(String name) {
        assertThatThrownBy(() -> PortRangePreset.named(name))
                .isInstanceOf(InvalidPortSetException.class)
                .hasMessage("'" + name + "' lacks its range: write windows-custom:FROM-TO within 1025-65535,"
                        + " such as windows-custom:2000-3000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "windows-custom:1024-3000 | 'windows-custom:1024-3000' is not possible on Windows: .*1025-65535",
                "windows-custom:2000-65536 | '65536' is not a port: ports are 1-65535.*",
                "windows-custom:3000-2000 | '3000-2000' is reversed.*",
                "windows-custom:a-b | 'a-b' is neither.*",
            })
    void aCustomRangeOutsideWhatWindowsAllowsIsRejected(String name, String message) {
        assertThatThrownBy(() -> PortRangePreset.named(name))
                .isInstanceOf(InvalidPortSetException.class)
                .message()
                .matches(message);
    }
}
