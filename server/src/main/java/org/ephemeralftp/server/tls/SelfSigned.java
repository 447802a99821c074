package org.ephemeralftp.server.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate that the server signs itself, for one run: it is nowhere but in memory. */
final class SelfSigned {
    /** Clients of Apple's take no certificate that is valid for more than 398 days; clocks differ. */
    private static final Duration VALIDITY = Duration.ofDays(396);

    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);
    private static final int SERIAL_BITS = 127;
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]*\\.?)*");

    private SelfSigned() {}

    /** Makes one for this machine, and for these other names and addresses of it. */
    static Identity make(Collection<String> others, Clock clock) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            Set<String> hosts = machine();
            hosts.addAll(others);
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
            var certificate = new JcaX509CertificateConverter()
                    .getCertificate(builder(pair, hosts, clock.instant()).build(signer));
            return new Identity(pair.getPrivate(), List.of(certificate));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("No certificate can be made for this run: name one with --tls-cert", e);
        }
    }

    private static X509v3CertificateBuilder builder(KeyPair pair, Set<String> hosts, Instant now) throws IOException {
        X500Name name = new X500Name("CN=Ephemeral FTP of one run");
        return new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE),
                        Date.from(now.minus(CLOCKS_DIFFER)),
                        Date.from(now.plus(VALIDITY)),
                        name,
                        pair.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .addExtension(Extension.subjectAlternativeName, false, names(hosts));
    }

    private static GeneralNames names(Set<String> hosts) {
        return new GeneralNames(hosts.stream()
                .map(host -> new GeneralName(
                        ADDRESS.matcher(host).matches() ? GeneralName.iPAddress : GeneralName.dNSName, host))
                .toArray(GeneralName[]::new));
    }

    /** What this machine is called, and its addresses. */
    private static Set<String> machine() {
        Set<String> hosts = new LinkedHashSet<>();
        hosts.add("localhost");
        try {
            String name = InetAddress.getLocalHost().getHostName();
            if (NAME.matcher(name).matches()) {
                hosts.add(name);
            }
        } catch (UnknownHostException e) {
            // A machine whose name nobody knows has addresses all the same.
        }
        hosts.add("127.0.0.1");
        hosts.add("0:0:0:0:0:0:0:1");
        try {
            NetworkInterface.networkInterfaces().flatMap(SelfSigned::addresses).forEach(hosts::add);
        } catch (SocketException e) {
            // Those above must do.
        }
        return hosts;
    }

    /** Without the scope, which is this machine's own name for an interface. */
    private static Stream<String> addresses(NetworkInterface of) {
        return of.inetAddresses().map(address -> address.getHostAddress().replaceFirst("%.*", ""));
    }
}
