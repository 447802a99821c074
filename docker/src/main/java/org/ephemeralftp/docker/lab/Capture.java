package org.ephemeralftp.docker.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The packets that pass the client and the server while it is open, each written into a file. */
final class Capture implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;

    private final List<Tcpdump> running = new ArrayList<>();
    private final Path directory;

    private record Tcpdump(Process process, Path file, Path target) {}

    private Capture(Path directory) {
        this.directory = directory;
    }

    /** Starts it; when this returns, every packet from now on is seen. The files' names begin with the prefix. */
    static Capture start(Topology topology, Path directory, String prefix) throws IOException, InterruptedException {
        Capture capture = new Capture(directory);
        try {
            for (LabHost host : List.of(LabHost.CLIENT, LabHost.SERVER)) {
                capture.start(topology, host, prefix + host + ".pcap");
            }
            return capture;
        } catch (Throwable e) {
            try (capture) {
                throw e;
            }
        }
    }

    /**
     * Makes the directory if it is not there, and tries it.
     *
     * @throws LabException if nothing can be written there
     */
    static void prepare(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, ".trial", ""));
        } catch (IOException e) {
            throw new LabException(
                    "Packets cannot be written into the directory " + directory + " of --keep-pcap (" + e
                            + "): name another one, or one that can be made",
                    e);
        }
    }

    private void start(Topology topology, LabHost host, String name) throws IOException, InterruptedException {
        List<String> command = List.of(
                "tcpdump",
                "--interface=eth0",
                "-n",
                // Each packet at once, so that none is missing at the end.
                "--immediate-mode",
                "--packet-buffered",
                "--relinquish-privileges=root",
                "-w",
                topology.directory().resolve(name).toString());
        Process process = new ProcessBuilder(topology.command(host, command)).start();
        running.add(new Tcpdump(process, topology.directoryFromOutside().resolve(name), directory.resolve(name)));
        BufferedReader said = process.errorReader(StandardCharsets.UTF_8);
        try {
            CompletableFuture.runAsync(() -> awaitReady(said), HostProgram.THREADS)
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new LabException("tcpdump does not start on the " + host + ": " + e.getMessage(), e);
        }
    }

    private static void awaitReady(BufferedReader said) {
        StringBuilder all = new StringBuilder();
        try {
            String line = said.readLine();
            while (line != null && !line.contains("listening on ")) {
                all.append(line).append(' ');
                line = said.readLine();
            }
            if (line == null) {
                throw new LabException(all.toString().strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it; the files are complete then. */
    @Override
    public void close() throws IOException, InterruptedException {
        for (Tcpdump each : running) {
            // It ends itself properly when it is asked to; what brought it to its host would only end itself.
            Optional<ProcessHandle> tcpdump = each.process().children().findFirst();
            tcpdump.ifPresent(ProcessHandle::destroy);
            if (!each.process().waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                tcpdump.ifPresent(ProcessHandle::destroyForcibly);
                each.process().destroyForcibly();
            }
        }
        for (Tcpdump each : running) {
            if (Files.exists(each.file())) {
                place(each.file(), each.target());
            }
        }
        running.clear();
    }

    /** The directory may be somebody else's: what is there under that name is replaced, and no link is followed. */
    private static void place(Path file, Path target) throws IOException {
        Path beside = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
        try {
            Files.copy(file, beside);
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
