package org.ephemeralftp.client.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 8191, 8192, 8193, 100_000})
    void comesOutTheSameEveryTime(long size) throws IOException {
        Payload payload = new Payload(7, size);
        byte[] bytes = payload.open().readAllBytes();
        Payload.Comparison comparison = payload.compare();

        comparison.write(bytes);
        comparison.finish();

        assertThat(bytes).hasSize((int) size);
        assertThat(payload.open().readAllBytes()).isEqualTo(bytes);
    }

    @Test
    void oneFlippedBitIsNoticedAndPlaced() throws IOException {
        Payload payload = new Payload(7, 20_000);
        byte[] bytes = payload.open().readAllBytes();
        bytes[12_345] ^= 1;

        assertThatThrownBy(() -> payload.compare().write(bytes))
                .hasMessage("the download differs from the upload at byte 12345 of 20000");
    }

    @Test
    void aMissingAndASurplusByteAreNoticed() throws IOException {
        Payload payload = new Payload(7, 10);
        byte[] bytes = payload.open().readAllBytes();
        Payload.Comparison shorter = payload.compare();
        shorter.write(bytes, 0, 9);
        Payload.Comparison longer = payload.compare();
        longer.write(bytes);

        assertThatThrownBy(shorter::finish).hasMessage("the download ended after 9 of 10 bytes");
        assertThatThrownBy(() -> longer.write(0)).hasMessageContaining("longer than the 10 bytes");
    }
}
