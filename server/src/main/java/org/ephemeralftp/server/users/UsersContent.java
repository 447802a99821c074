package org.ephemeralftp.server.users;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What is in a users file, read from its beginning to its end. */
final class UsersContent {
    private static final int MOST_MEBIBYTES = 32;
    private static final int MOST_BYTES = MOST_MEBIBYTES << 20;

    private UsersContent() {}

    /** @throws IllegalArgumentException if it is no text of accounts; the message names the line, if it is one's fault */
    static UsersText read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException("it is longer than " + MOST_MEBIBYTES + " MiB");
        }
        try {
            // Bytes that are none of UTF-8 would come back as others when the file is edited.
            return new UsersText(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("it is not text in UTF-8", e);
        }
    }
}
