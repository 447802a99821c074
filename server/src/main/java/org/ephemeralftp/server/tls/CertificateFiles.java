package org.ephemeralftp.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of certificate and key. They are small, so they are read to see whether they changed, which works for every
 * way to replace a file. Nothing is taken before both were seen twice in a row, and fit together: between the one and the
 * other, and while one is being written, the old pair counts.
 */
final class CertificateFiles {
    private static final Logger log = LoggerFactory.getLogger(CertificateFiles.class);
    private static final int MOST_BYTES = 256 * 1024;

    /** What was seen of one file: the content, of which PEM reads ASCII alone, or why there is none. */
    private record Sight(@Nullable String content, @Nullable String failure) {
        /** Without the content, which may be the key. */
        @Override
        public String toString() {
            return failure == null ? "a file" : failure;
        }
    }

    /** What was seen of both. */
    private record Pair(Sight certificate, Sight key) {}

    private final Path certificate;
    private final Path key;
    private final Clock clock;
    private Pair seen;
    private Pair taken;

    CertificateFiles(Path certificate, Path key, Clock clock) {
        this.certificate = certificate;
        this.key = key;
        this.clock = clock;
        seen = look();
        taken = seen;
    }

    /**
     * What the files held when they were first looked at.
     *
     * @throws IllegalArgumentException if one cannot be read or is wrong, or they do not fit together; the message names
     *     the option and the file
     */
    Identity read() {
        return identity(taken);
    }

    /**
     * What the files hold, if that has changed and was seen twice.
     *
     * @throws IllegalArgumentException as {@link #read}, once for each change
     */
    Optional<Identity> readIfChanged() {
        Pair now = look();
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(taken)) {
            return Optional.empty();
        }
        taken = now;
        return Optional.of(identity(now));
    }

    private Pair look() {
        return new Pair(look(certificate), look(key));
    }

    private static Sight look(Path path) {
        try {
            // A pipe would be waited for without a limit, and can be read only once.
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                return new Sight(null, "it is not a regular file");
            }
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(MOST_BYTES + 1);
                return bytes.length > MOST_BYTES
                        ? new Sight(null, "it is longer than " + MOST_BYTES / 1024 + " KiB")
                        : new Sight(new String(bytes, StandardCharsets.US_ASCII), null);
            }
        } catch (NoSuchFileException e) {
            return new Sight(null, "there is no such file");
        } catch (AccessDeniedException e) {
            return new Sight(null, "it may not be read");
        } catch (IOException e) {
            return new Sight(null, "it cannot be read (" + e.getMessage() + ")");
        }
    }

    private Identity identity(Pair pair) {
        List<X509Certificate> chain =
                pem("--tls-cert", certificate, pair.certificate()).certificates();
        PrivateKey privateKey = pem("--tls-key", key, pair.key()).privateKey();
        if (!Identity.belongTogether(privateKey, chain.get(0))) {
            throw new IllegalArgumentException("--tls-key " + key + " is not the key of the first certificate in "
                    + "--tls-cert " + certificate
                    + ": name the files that belong together, the server's own certificate"
                    + " first");
        }
        warn(chain.get(0));
        return new Identity(privateKey, chain);
    }

    private static PemFile pem(String option, Path path, Sight sight) {
        if (sight.content() == null) {
            throw new IllegalArgumentException(option + " " + path + ": " + sight.failure());
        }
        return new PemFile(option, path, sight.content());
    }

    private void warn(X509Certificate first) {
        Instant now = clock.instant();
        if (now.isAfter(first.getNotAfter().toInstant())) {
            log.warn(
                    "--tls-cert {}: the certificate has expired on {}, so most clients will refuse it: renew it",
                    certificate,
                    first.getNotAfter().toInstant());
        } else if (now.isBefore(first.getNotBefore().toInstant())) {
            log.warn(
                    "--tls-cert {}: the certificate is not valid before {}: is the clock right?",
                    certificate,
                    first.getNotBefore().toInstant());
        }
    }

    @Override
    public String toString() {
        return "certificate of " + certificate;
    }
}
