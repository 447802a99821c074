package org.ephemeralftp.server.watched;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a small file held when it was looked at, or why there is none. Comparing two of them shows whether it changed, which
 * works for every way to replace a file (a rename, a symbolic link, in place within one tick of the file system's clock)
 * and on file systems that tell of no changes.
 *
 * @param text null if it could not be read
 * @param failure why it could not be read, as the rest of a sentence that begins with the file
 */
public record FileContent(@Nullable String text, @Nullable String failure) {
    private static final int MOST_BYTES = 256 * 1024;

    /** Of a file that was not looked at yet. */
    public static final FileContent UNSEEN = new FileContent(null, null);

    /** Looks at a file. */
    public static FileContent of(Path path, Charset charset) {
        try {
            // A pipe would be waited for without a limit, and can be read only once.
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                return new FileContent(null, "it is not a regular file");
            }
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(MOST_BYTES + 1);
                return bytes.length > MOST_BYTES
                        ? new FileContent(null, "it is longer than " + MOST_BYTES / 1024 + " KiB")
                        : new FileContent(new String(bytes, charset), null);
            }
        } catch (NoSuchFileException e) {
            return new FileContent(null, "there is no such file");
        } catch (AccessDeniedException e) {
            return new FileContent(null, "it may not be read");
        } catch (IOException e) {
            return new FileContent(null, "it cannot be read (" + e.getMessage() + ")");
        }
    }

    /** Without the text, which may be a private key. */
    @Override
    public String toString() {
        return failure == null ? "a file" : failure;
    }
}
