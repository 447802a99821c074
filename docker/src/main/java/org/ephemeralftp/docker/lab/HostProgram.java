package org.ephemeralftp.docker.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program that ran to its end, and what it printed. */
record HostProgram(int status, String out, String err) {
    /** Far more than the tools of the lab take. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    /** A thread for each that waits: in a pool, those of one lab would keep those of another from running. */
    static final Executor THREADS = task -> {
        Thread thread = new Thread(task, "lab");
        thread.setDaemon(true);
        thread.start();
    };

    /** Runs it, with this input. */
    static HostProgram run(List<String> command, String input) throws IOException, InterruptedException {
        return run(new ProcessBuilder(command), input, LIMIT);
    }

    /**
     * Runs it, with this input.
     *
     * @throws LabException if it, or what it started and shares its output, has not ended at the limit
     */
    static HostProgram run(ProcessBuilder builder, String input, Duration limit)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        Process process = builder.start();
        try {
            CompletableFuture<Void> in = CompletableFuture.runAsync(() -> give(process, input), THREADS);
            CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> all(process.getInputStream()), THREADS);
            CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> all(process.getErrorStream()), THREADS);
            // It may read nothing, and what it started may keep its output open after it has ended.
            CompletableFuture.allOf(in, out, err).get(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw notEnded(builder, limit);
            }
            return new HostProgram(process.exitValue(), out.join(), err.join());
        } catch (TimeoutException e) {
            throw notEnded(builder, limit);
        } catch (ExecutionException e) {
            throw new IOException("The output of " + String.join(" ", builder.command()) + " cannot be read", e);
        } finally {
            // The program is a child of the one that brought it to its host.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static LabException notEnded(ProcessBuilder builder, Duration limit) {
        return new LabException("Not ended after " + limit.toSeconds() + " s: " + String.join(" ", builder.command()));
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
