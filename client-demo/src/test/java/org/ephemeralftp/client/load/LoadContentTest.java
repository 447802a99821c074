package org.ephemeralftp.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoadContentTest {
    private static final int SIZE = 200_000;

    private final LoadContent content = new LoadContent(-3, SIZE);

    private static byte[] bytes(LoadContent content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        content.writeTo(out, () -> {});
        return out.toByteArray();
    }

    /** In pieces whose size divides nothing. */
    private static @Nullable String difference(LoadContent.Check check, byte[] received) {
        for (int from = 0; from < received.length; from += 7_001) {
            byte[] piece = Arrays.copyOfRange(received, from, Math.min(received.length, from + 7_001));
            check.add(piece, piece.length);
        }
        return check.difference();
    }

    @Test
    void whatWasWrittenIsRecognized() throws IOException {
        byte[] written = bytes(content);

        assertThat(written).hasSize(SIZE);
        assertThat(difference(content.check(), written)).isNull();
        assertThat(difference(new LoadContent(7, 0).check(), new byte[0])).isNull();
    }

    @Test
    void oneWrongByteIsFound() throws IOException {
        byte[] written = bytes(content);
        written[150_000]++;

        assertThat(difference(content.check(), written)).contains("differs", "byte 150000 of 200000");
    }

    @Test
    void aPieceTooFewOrTooMuchIsFound() throws IOException {
        byte[] written = bytes(content);

        assertThat(difference(content.check(), Arrays.copyOf(written, SIZE - 1)))
                .contains("has 199999 bytes");
        assertThat(difference(content.check(), Arrays.copyOf(written, SIZE + 1)))
                .contains("has 200001 bytes");
    }

    @Test
    void anotherFilesBytesAreFound() throws IOException {
        assertThat(difference(content.check(), bytes(new LoadContent(-4, SIZE))))
                .contains("at byte");
    }

    @Test
    void aFileNobodyKnowsIsComparedWithItsFirstDownload() throws IOException {
        SameAgain same = new SameAgain();
        byte[] first = bytes(content);
        byte[] other = first.clone();
        other[5]++;

        assertThat(difference(same.check(), first)).isNull();
        assertThat(difference(same.check(), first)).isNull();
        assertThat(difference(same.check(), other)).contains("not the same as the first one");
    }
}
