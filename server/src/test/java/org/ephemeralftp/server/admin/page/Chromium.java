package org.ephemeralftp.server.admin.page;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A running Chromium without a window, with a profile of its own that goes when it ends. */
final class Chromium implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path profile;
    private final Process process;
    // Whoever ends the tests early gets no browser left running.
    private final Thread atExit = new Thread(this::end, "ends Chromium");

    private Chromium(Path profile, Process process) {
        this.profile = profile;
        this.process = process;
    }

    /** The program, if it is installed. */
    static Optional<Path> program() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(directory -> Path.of(directory, "chromium"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Chromium start() throws IOException {
        Path profile = Files.createTempDirectory("ephemeral-ftp-chromium");
        try {
            return start(profile);
        } catch (IOException | RuntimeException | Error e) {
            delete(profile);
            throw e;
        }
    }

    private static Chromium start(Path profile) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                program().orElseThrow().toString(),
                "--headless=new",
                // Root, as in CI, has no sandbox. The only page that is opened is the one under test.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-extensions",
                "--disable-sync",
                "--hide-scrollbars",
                "--no-first-run",
                "--no-proxy-server",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank");
        builder.environment().put("HOME", profile.toString());
        builder.environment().put("XDG_CONFIG_HOME", profile.resolve("config").toString());
        builder.environment().put("XDG_CACHE_HOME", profile.resolve("cache").toString());
        Path log = profile.resolve("chromium.log");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Chromium chromium = new Chromium(profile, process);
        try {
            await().atMost(LIMIT).until(() -> chromium.endpoint().isPresent() || !process.isAlive());
            if (!process.isAlive()) {
                throw new AssertionError("Chromium did not start: " + Files.readString(log));
            }
            Runtime.getRuntime().addShutdownHook(chromium.atExit);
            return chromium;
        } catch (IOException | RuntimeException | Error e) {
            chromium.stop();
            throw e;
        }
    }

    /** Where it is talked to over the DevTools protocol: its second line is written last. */
    private Optional<URI> endpoint() {
        try {
            List<String> lines = Files.readAllLines(profile.resolve("DevToolsActivePort"));
            return lines.size() < 2
                    ? Optional.empty()
                    : Optional.of(URI.create("http://127.0.0.1:" + lines.get(0) + "/json/list"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Its one tab. */
    Tab tab() throws IOException, InterruptedException {
        return Tab.first(endpoint().orElseThrow());
    }

    private void stop() {
        // Its own processes go when it does; those that do not are ended after it.
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private void end() {
        stop();
        delete(profile);
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        end();
    }

    // A process that ends may still write into it.
    private static void delete(Path directory) {
        await().atMost(LIMIT).until(() -> {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
                return true;
            } catch (IOException | UncheckedIOException e) {
                return Files.notExists(directory);
            }
        });
    }
}
