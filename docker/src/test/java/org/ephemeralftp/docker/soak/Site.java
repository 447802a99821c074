package org.ephemeralftp.docker.soak;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The server's home and what is in it: files to fetch, and precious ones that broken uploads are aimed at. */
final class Site {
    static final String USER = "u";
    static final String PASSWORD = "p";

    private static final int[] SIZES = {0, 1, 1024, 70_001, 1_000_003, 5_000_011};
    private static final int PRECIOUS = 500_009;

    private final Path home;
    private final AtomicLong names = new AtomicLong();

    Site(Path home) throws IOException {
        this.home = home;
        Path pool = Files.createDirectory(home.resolve("pool"));
        Random random = new Random(1);
        for (int size : SIZES) {
            byte[] content = new byte[size];
            random.nextBytes(content);
            Files.write(pool.resolve("file-" + size), content);
        }
    }

    Path home() {
        return home;
    }

    /** A name that no transfer had before, so that what the server says of it is about that one. */
    String newName() {
        return "file-" + names.incrementAndGet();
    }

    /** A file of the pool, of any size or of the largest. */
    Path pool(Random random) {
        return pool(SIZES[random.nextInt(SIZES.length)]);
    }

    Path largest() {
        return pool(SIZES[SIZES.length - 1]);
    }

    private Path pool(int size) {
        return home.resolve("pool").resolve("file-" + size);
    }

    /** Makes a file of the pool available under a name of its own. */
    String offer(Path file) throws IOException {
        String name = newName();
        Files.createLink(home.resolve(name), file);
        return name;
    }

    /** A file that nobody uploads to the end, made if it is not there. */
    String precious(int worker) throws IOException {
        String name = "precious-" + worker;
        if (!Files.exists(home.resolve(name))) {
            Files.write(home.resolve(name), preciousContent());
        }
        return name;
    }

    static byte[] preciousContent() {
        byte[] content = new byte[PRECIOUS];
        new Random(2).nextBytes(content);
        return content;
    }

    /** The precious files that are not what they were. */
    List<String> precious() throws IOException {
        String unharmed = hash(preciousContent());
        List<String> harmed = new ArrayList<>();
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("precious-"))
                    .toList()) {
                if (!hash(file).equals(unharmed)) {
                    harmed.add(file.getFileName().toString());
                }
            }
        }
        return harmed;
    }

    /** What is in the hidden directory of uploads. */
    List<String> leftovers() throws IOException {
        Path hidden = home.resolve(".ephemeral-ftp");
        if (!Files.exists(hidden)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(hidden)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().endsWith("lock"))
                    .map(file -> home.relativize(file).toString())
                    .toList();
        }
    }

    static String hash(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[65_536];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static String hash(byte[] content) {
        return HexFormat.of().formatHex(sha256().digest(content));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
