package org.ephemeralftp.server.ports;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A runner of commands that kills those which take too long. */
final class TimedCommand implements CommandRunner {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Duration limit;

    TimedCommand() {
        this(LIMIT);
    }

    TimedCommand(Duration limit) {
        this.limit = limit;
    }

    @Override
    public String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            process.getOutputStream().close();
            byte[] output = outputOf(process).get(limit.toMillis(), TimeUnit.MILLISECONDS);
            // Only digits and punctuation are ever read; this charset loses no byte of any other.
            return new String(output, StandardCharsets.ISO_8859_1);
        } catch (TimeoutException e) {
            throw new IOException(command[0] + " took longer than " + limit.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException("cannot read what " + command[0] + " prints", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + command[0]);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Read on a thread of its own: a read from a process cannot be given a limit. */
    private static CompletableFuture<byte[]> outputOf(Process process) {
        var output = new CompletableFuture<byte[]>();
        var reader = new Thread(
                () -> {
                    try {
                        output.complete(process.getInputStream().readAllBytes());
                    } catch (IOException e) {
                        output.completeExceptionally(e);
                    }
                },
                "kernel-ports");
        reader.setDaemon(true);
        reader.start();
        return output;
    }
}
