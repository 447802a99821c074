package org.ephemeralftp.client.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A certificate for 127.0.0.1, ::1 and localhost that is its own authority, made by the JDK's keytool.
 *
 * @param keyStore with the key, PKCS #12
 * @param pem the certificate
 */
public record SelfSigned(Path keyStore, Path pem) {
    public static final String PASSWORD = "changeit";

    /** Makes one in this directory. */
    public static SelfSigned in(Path directory) throws IOException, InterruptedException {
        SelfSigned made = new SelfSigned(directory.resolve("key.p12"), directory.resolve("certificate.pem"));
        String store = made.keyStore.toString();
        keytool(
                directory,
                "-genkeypair",
                "-keystore",
                store,
                "-storetype",
                "PKCS12",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1,ip:::1",
                "-ext",
                "bc=ca:true");
        keytool(directory, "-exportcert", "-rfc", "-keystore", store, "-file", made.pem.toString());
        return made;
    }

    private static void keytool(Path directory, String... arguments) throws IOException, InterruptedException {
        Path output = directory.resolve("keytool.txt");
        List<String> command = new ArrayList<>(
                List.of(System.getProperty("java.home") + File.separator + "bin" + File.separator + "keytool"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD, "-alias", "key"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("keytool: " + Files.readString(output));
        }
    }
}
