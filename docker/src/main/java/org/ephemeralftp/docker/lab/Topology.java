package org.ephemeralftp.docker.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A client, a router and a server, each in a network namespace, that exist as long as one process does.
 *
 * <p>That process is a shell that reads the commands that make them from its standard input, and then waits for more. It is
 * the first process of a PID namespace, and whatever runs in the lab is in that namespace, too: when the shell ends, the
 * kernel kills the rest, and takes the namespaces, the links and the rules away. It ends at the end of its input, which
 * comes when this is closed and when the virtual machine that made it is gone, for whatever reason; and with the
 * {@code unshare} that started it.
 */
public final class Topology implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;
    private static final String READY = "ready";

    private final Path directory;
    private final Process unshare;
    private final Writer commands;
    private final Path errors;

    private Topology(Path directory, Process unshare, Path errors) {
        this.directory = directory;
        this.unshare = unshare;
        this.errors = errors;
        commands = unshare.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * Makes the hosts. Their processes run in the directory, and it gets a log.
     *
     * @throws LabException if the machine does not let it
     */
    public static Topology build(Path directory, AddressPlan plan) throws IOException, InterruptedException {
        Path errors = Files.createTempFile(directory, "lab", ".log");
        List<String> command = List.of(
                "unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-e", "-s");
        Topology topology = new Topology(
                directory,
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectError(errors.toFile())
                        .start(),
                errors);
        try {
            topology.make(plan);
            return topology;
        } catch (IOException | InterruptedException | LabException e) {
            topology.close();
            throw e;
        }
    }

    private void make(AddressPlan plan) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        // Over /run and not over /run/netns, which may not be there, and would stay.
        all.add("mount -t tmpfs tmpfs /run");
        all.add("mkdir /run/netns");
        all.addAll(plan.commands());
        all.add("echo " + READY);
        try {
            for (String each : all) {
                commands.write(each + "\n");
            }
            commands.flush();
            if (!READY.equals(firstLine())) {
                throw new LabException("The hosts cannot be made:\n" + Files.readString(errors));
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new LabException("The hosts cannot be made:\n" + Files.readString(errors), e);
        }
    }

    private String firstLine() throws InterruptedException, ExecutionException, TimeoutException {
        BufferedReader reader = unshare.inputReader(StandardCharsets.UTF_8);
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return String.valueOf(reader.readLine());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** The command that runs another one on a host; it runs in the lab's directory. */
    public List<String> command(LabHost host, List<String> command) {
        List<String> all =
                new ArrayList<>(List.of("nsenter", "--target", Long.toString(shell().pid()), "--mount", "--pid"));
        all.addAll(List.of("--wdns=" + directory, "ip", "netns", "exec", host.toString()));
        all.addAll(command);
        return all;
    }

    private ProcessHandle shell() {
        return unshare.children().findFirst().orElseThrow(() -> new LabException("The lab has ended."));
    }

    /** Takes the hosts away, with all that runs on them. */
    @Override
    public void close() throws IOException, InterruptedException {
        try {
            commands.close();
        } catch (IOException e) {
            // The shell has ended before.
        }
        boolean ended = unshare.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        unshare.destroyForcibly();
        if (!ended) {
            throw new LabException("The lab does not end with its input.");
        }
    }
}
