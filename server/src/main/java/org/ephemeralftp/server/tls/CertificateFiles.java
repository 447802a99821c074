package org.ephemeralftp.server.tls;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.ephemeralftp.server.watched.FileContent;

/**
 * The files of certificate and key. They are small, so they are read to see whether they changed. Nothing is taken before
 * both were seen twice in a row, and fit together: between the one and the other, and while one is being written, the old
 * pair counts.
 */
final class CertificateFiles {
    private static final Logger log = LoggerFactory.getLogger(CertificateFiles.class);

    /** What was seen of both. */
    private record Pair(FileContent certificate, FileContent key) {}

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

    /** PEM reads ASCII alone. */
    private static FileContent look(Path path) {
        return FileContent.of(path, StandardCharsets.US_ASCII);
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

    private static PemFile pem(String option, Path path, FileContent seen) {
        if (seen.text() == null) {
            throw new IllegalArgumentException(option + " " + path + ": " + seen.failure());
        }
        return new PemFile(option, path, seen.text());
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
