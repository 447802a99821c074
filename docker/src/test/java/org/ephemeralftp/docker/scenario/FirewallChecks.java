package org.ephemeralftp.docker.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.ephemeralftp.docker.lab.LabHost;
import org.ephemeralftp.docker.testing.Jars;
import org.ephemeralftp.docker.testing.Program;

/** Checks from one host of a lab to another, by {@code firewall_checks.py}, which says what there is. */
final class FirewallChecks implements AutoCloseable {
    private static final long LIMIT_SECONDS = 120;

    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;
    private final Path errors;

    FirewallChecks(Lab lab, Path directory, LabHost from, List<String> addresses)
            throws IOException, InterruptedException {
        errors = Files.createTempFile(directory, "checks", ".log");
        String script = Jars.root()
                .resolve("docker/src/test/resources/firewall_checks.py")
                .toString();
        process = Program.builder(
                        directory, lab.command(from, List.of("python3", script, addresses.get(0), addresses.get(1))))
                .redirectError(errors.toFile())
                .start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        questions = process.outputWriter(StandardCharsets.UTF_8);
        assertThat(line()).isEqualTo("ready");
    }

    /** What became of each check: {@code ok}, or what went wrong. */
    Map<String, String> run(Duration timeout, Collection<String> checks) throws IOException, InterruptedException {
        questions.write(timeout.toMillis() / 1000.0 + " " + String.join(" ", checks) + "\n");
        questions.flush();
        Map<String, String> results = new TreeMap<>();
        JsonParser.parseString(line())
                .getAsJsonObject()
                .entrySet()
                .forEach(each -> results.put(each.getKey(), each.getValue().getAsString()));
        assertThat(results).containsOnlyKeys(checks);
        return results;
    }

    private String line() throws IOException, InterruptedException {
        try {
            return CompletableFuture.supplyAsync(() -> {
                        try {
                            return String.valueOf(answers.readLine());
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer:\n" + Files.readString(errors), e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
}
