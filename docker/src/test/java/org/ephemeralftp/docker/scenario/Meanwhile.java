package org.ephemeralftp.docker.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that runs on a host until it is closed, and whose first line says when it has done its part. */
final class Meanwhile implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;

    private final Process process;

    private Meanwhile(Process process) {
        this.process = process;
    }

    /** Starts it; when this returns, it has printed its line. */
    static Meanwhile start(Path directory, List<String> command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile(directory, "meanwhile", ".log");
        Meanwhile meanwhile = new Meanwhile(
                new ProcessBuilder(command).redirectError(errors.toFile()).start());
        try {
            assertThat(firstLine(meanwhile.process)).as(command.toString()).isEqualTo("ready");
            return meanwhile;
        } catch (AssertionError | ExecutionException | TimeoutException e) {
            meanwhile.close();
            throw new AssertionError(command + " is not ready:\n" + Files.readString(errors), e);
        }
    }

    /** The first line that a process prints, as soon as it is there. */
    static String firstLine(Process process) throws InterruptedException, ExecutionException, TimeoutException {
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return String.valueOf(reader.readLine());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** The process that was started, or the one that started it on the host. */
    ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
}
