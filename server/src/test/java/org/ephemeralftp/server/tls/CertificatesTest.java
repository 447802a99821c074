package org.ephemeralftp.server.tls;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.testing.TestCertificate;

/** Where certificates come from: files, also when they change, and the server itself. */
class CertificatesTest {
    private static final TestCertificate RSA = TestCertificate.of("RSA");
    private static final TestCertificate EC = TestCertificate.of("EC");

    @TempDir
    private Path directory;

    private Path file(String name, String... content) throws IOException {
        return Files.writeString(directory.resolve(name), String.join("", content));
    }

    private TlsContexts contexts(Path certificate, Path key) {
        TlsConfig config = TlsConfig.builder()
                .mode(TlsMode.OPTIONAL)
                .certificate(certificate)
                .key(key)
                .build();
        return TlsContexts.withoutTimer(config, List.of(), Clock.systemUTC());
    }

    private static String fingerprint(TestCertificate of) {
        return new Identity(of.key(), List.of(of.certificate())).fingerprint();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void a_key_is_read_in_the_forms_it_has(String algorithm) throws IOException {
        TestCertificate made = TestCertificate.of(algorithm);
        Path certificate = file("cert.pem", made.certificatePem());
        for (String key : List.of(made.pkcs8(), made.traditional())) {
            assertThat(contexts(certificate, file("key.pem", key)).fingerprint())
                    .isEqualTo(fingerprint(made));
        }
    }

    @Test
    void files_may_hold_more_and_be_the_same() throws IOException {
        Path both = file(
                "both.pem",
                "subject=localhost\n",
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n",
                EC.traditional(),
                EC.certificatePem(),
                RSA.certificatePem());
        assertThat(new PemFile("--tls-cert", both, Files.readString(both)).certificates())
                .containsExactly(EC.certificate(), RSA.certificate());
        assertThat(contexts(both, both).fingerprint()).isEqualTo(fingerprint(EC));
    }

    @Test
    void what_is_wrong_is_told_with_the_option_and_the_file_and_nothing_of_the_key() throws IOException {
        Path certificate = file("cert.pem", EC.certificatePem());
        Path key = file("key.pem", EC.pkcs8());
        Path none = directory.resolve("none");
        refused(none, key, "--tls-cert " + none + ": there is no such file");
        refused(certificate, directory, "--tls-key " + directory + ": it is not a regular file");
        refused(key, key, "--tls-cert " + key + ": there is no certificate in it (-----BEGIN CERTIFICATE-----)");
        refused(certificate, certificate, "--tls-key " + certificate + ": there is no private key in it");
        Path other = file("other.pem", RSA.pkcs8());
        refused(certificate, other, "--tls-key " + other + " is not the key of the first certificate in --tls-cert");
        Path sameKind = file("same-kind.pem", TestCertificate.of("EC").pkcs8());
        refused(certificate, sameKind, "--tls-key " + sameKind + " is not the key of the first certificate");
        Path damaged = file("damaged.pem", EC.pkcs8().replaceFirst("\nM", "\nMMMM"));
        refused(certificate, damaged, "--tls-key " + damaged + ": a PEM block in it is damaged");
        Path cut = file("cut.pem", EC.pkcs8().substring(0, 90));
        refused(certificate, cut, "--tls-key " + cut + ": a PEM block in it is damaged");
        Path encrypted = file("encrypted.pem", EC.encrypted("hunter2"));
        refused(certificate, encrypted, "--tls-key " + encrypted + ": the private key in it is encrypted");
    }

    private void refused(Path certificate, Path key, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> contexts(certificate, key))
                .withMessageStartingWith(message);
    }

    @Test
    void a_changed_pair_is_taken_when_both_fit_and_rest() throws IOException {
        Path certificate = file("cert.pem", EC.certificatePem());
        Path key = file("key.pem", EC.pkcs8());
        TlsContexts contexts = contexts(certificate, key);
        file("cert.pem", RSA.certificatePem());
        contexts.lookAtFiles();
        contexts.lookAtFiles();
        assertThat(contexts.fingerprint()).isEqualTo(fingerprint(EC));
        file("key.pem", RSA.pkcs8());
        contexts.lookAtFiles();
        assertThat(contexts.fingerprint()).isEqualTo(fingerprint(EC));
        contexts.lookAtFiles();
        assertThat(contexts.fingerprint()).isEqualTo(fingerprint(RSA));
        Files.delete(key);
        contexts.lookAtFiles();
        contexts.lookAtFiles();
        assertThat(contexts.fingerprint()).isEqualTo(fingerprint(RSA));
    }

    @Test
    void changes_are_seen_without_being_asked_for() throws IOException {
        Path both = file("both.pem", EC.certificatePem(), EC.pkcs8());
        TlsConfig config = TlsConfig.builder()
                .mode(TlsMode.REQUIRED)
                .certificate(both)
                .key(both)
                .build();
        try (TlsContexts contexts = TlsContexts.start(config, List.of())) {
            Files.move(file("next.pem", RSA.certificatePem(), RSA.pkcs8()), both, ATOMIC_MOVE);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> contexts.fingerprint().equals(fingerprint(RSA)));
        }
    }

    /** It is warned of, and the clients decide. */
    @Test
    void an_expired_certificate_is_used() throws IOException {
        TestCertificate expired =
                TestCertificate.of("EC", Clock.systemUTC().instant().minus(Duration.ofDays(1)));
        Path both = file("both.pem", expired.certificatePem(), expired.pkcs8());
        assertThat(contexts(both, both).fingerprint()).isEqualTo(fingerprint(expired));
    }

    @Test
    void one_that_is_made_names_this_machine_and_is_valid_for_about_a_year() throws Exception {
        var made = SelfSigned.make(List.of("ftp.example.org", "203.0.113.5", "2001:db8::5"), Clock.systemUTC());
        var certificate = made.certificate();
        certificate.verify(certificate.getPublicKey());
        assertThat(names(made))
                .contains("localhost", "127.0.0.1", "ftp.example.org", "203.0.113.5")
                .contains(InetAddress.getByName("2001:db8::5").getHostAddress());
        certificate.checkValidity();
        Duration validity = Duration.between(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
        assertThat(validity).isLessThanOrEqualTo(Duration.ofDays(398)).isGreaterThan(Duration.ofDays(300));
        assertThat(certificate.getNotBefore())
                .isBefore(Date.from(Clock.systemUTC().instant()));
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(made.fingerprint()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
    }

    private static List<Object> names(Identity of) throws CertificateException {
        return of.certificate().getSubjectAlternativeNames().stream()
                .<Object>map(name -> name.get(1))
                .toList();
    }

    @Test
    void each_run_has_its_own() {
        Clock clock = Clock.systemUTC();
        assertThat(SelfSigned.make(List.of(), clock).fingerprint())
                .isNotEqualTo(SelfSigned.make(List.of(), clock).fingerprint());
    }

    @ParameterizedTest
    @CsvSource({
        "OFF, c, k, , PREFER, --tls-cert means nothing without TLS: add --tls optional or --tls required",
        "OFF, , , 990, PREFER, --implicit-tls-port means nothing without TLS",
        "OFF, , , , REQUIRE, --tls-session-reuse means nothing without TLS",
        "OPTIONAL, c, , , PREFER, --tls-cert needs its private key: name its file with --tls-key",
        "REQUIRED, , k, , PREFER, --tls-key needs its certificate: name its file with --tls-cert",
        "REQUIRED, , , 65536, PREFER, '--implicit-tls-port must be 0 to 65535, not 65536'",
    })
    void options_that_contradict_each_other_are_refused(
            TlsMode mode, Path certificate, Path key, Integer port, SessionReuse reuse, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TlsConfig(mode, port, certificate, key, reuse, Duration.ofSeconds(1)))
                .withMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT25H", "PT0.0009S"})
    void a_handshake_has_a_limit(Duration wrong) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsConfig.builder().handshakeTimeout(wrong).build())
                .withMessageContaining(wrong.toString());
    }
}
