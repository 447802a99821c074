package org.ephemeralftp.docker.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program that ran to its end, and what it printed. */
record HostProgram(int status, String out, String err) {
    /** Far more than the tools of the lab take. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    /** Runs it, with this input. */
    static HostProgram run(List<String> command, String input) throws IOException, InterruptedException {
        return run(new ProcessBuilder(command), input, LIMIT);
    }

    /**
     * Runs it, with this input.
     *
     * @throws LabException if it has not ended at the limit
     */
    static HostProgram run(ProcessBuilder builder, String input, Duration limit)
            throws IOException, InterruptedException {
        Process process = builder.start();
        try {
            CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> all(process.getInputStream()));
            CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> all(process.getErrorStream()));
            give(process, input);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new LabException(
                        "Not ended after " + limit.toSeconds() + " s: " + String.join(" ", builder.command()));
            }
            return new HostProgram(process.exitValue(), out.join(), err.join());
        } finally {
            // The program is a child of the one that brought it to its host.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void give(Process process, String input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended without reading all of it; its status tells the rest.
        }
    }

    private static String all(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean succeeded() {
        return status == 0;
    }

    /** What it printed, if it succeeded. */
    String orThrow(String whatFailed) {
        if (!succeeded()) {
            throw new LabException(whatFailed + ": " + said());
        }
        return out;
    }

    /** What it complained of. */
    String said() {
        return err.isBlank() ? out.isBlank() ? "status " + status : out.strip() : err.strip();
    }
}
