package org.ephemeralftp.docker.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A client, a router and a server, each in a network namespace, that exist as long as one process does.
 *
 * <p>That process is a shell that reads the commands that make them from its standard input, and then waits for more. It is
 * the first process of a PID namespace, and whatever runs in the lab is in that namespace, too: when the shell ends, the
 * kernel kills the rest, and takes the namespaces, the links, the rules and the lab's files away. It ends at the end of its
 * input, which comes when this is closed and when the virtual machine that made it is gone, for whatever reason; and with
 * the {@code unshare} that started it.
 */
public final class Topology implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;
    private static final String READY = "ready";

    /** In the lab's own memory file system, so that nothing is left of it. */
    private static final Path DIRECTORY = Path.of("/run/lab");

    private final Process unshare;
    private final Writer commands;
    private long shell;

    private Topology(Process unshare) {
        this.unshare = unshare;
        commands = unshare.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * Makes the hosts.
     *
     * @throws LabException if the machine does not let it
     */
    public static Topology build(AddressPlan plan) throws IOException, InterruptedException {
        List<String> command = List.of(
                "unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-e", "-s");
        Topology topology = new Topology(new ProcessBuilder(command).start());
        try {
            topology.make(plan);
            return topology;
        } catch (Throwable e) {
            try (topology) {
                throw e;
            }
        }
    }

    private void make(AddressPlan plan) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        // Over /run and not over /run/netns, which may not be there, and would stay.
        all.add("mount -t tmpfs -o mode=0755 tmpfs /run");
        all.add("mkdir /run/netns");
        all.add("mkdir -m 0700 " + DIRECTORY);
        // What the machine has there for hosts of the same names would be put over the lab's files.
        all.add("[ ! -d /etc/netns ] || mount -t tmpfs -o mode=0755 tmpfs /etc/netns");
        // Containers have it read-only.
        all.add("[ -w /proc/sys/net/ipv4/ip_forward ] || mount -o remount,rw /proc/sys");
        all.addAll(names(plan));
        all.addAll(plan.commands());
        all.add("echo " + READY);
        try {
            for (String each : all) {
                commands.write(each + "\n");
            }
            commands.flush();
            if (!READY.equals(firstLine())) {
                throw cannotBeMade(null);
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw cannotBeMade(e);
        }
        shell = unshare.children()
                .findFirst()
                .orElseThrow(() -> new LabException("The lab has ended."))
                .pid();
    }

    /** The hosts know each other by name; the machine's own file stays as it is under the one that is put over it. */
    private static List<String> names(AddressPlan plan) {
        String hosts = DIRECTORY.resolve("hosts").toString();
        List<String> all = new ArrayList<>();
        all.add("cat > " + hosts + " <<'END'");
        all.addAll(plan.hosts());
        all.add("END");
        // Programs ask for the machine's own name, and would wait for a DNS that is not there.
        all.add("case $(uname -n) in localhost|client|router|server|" + AddressPlan.NAME_OUTSIDE
                + ") ;; *) echo 127.0.0.1 $(uname -n) >> " + hosts + " ;; esac");
        all.add("chmod 0644 " + hosts);
        all.add("mount --bind " + hosts + " /etc/hosts");
        return all;
    }

    private LabException cannotBeMade(@Nullable Exception cause) throws InterruptedException {
        unshare.destroy();
        unshare.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        String said;
        try {
            said = new String(unshare.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            said = "";
        }
        return new LabException("The hosts cannot be made: " + said, cause);
    }

    private String firstLine() throws InterruptedException, ExecutionException, TimeoutException {
        BufferedReader reader = unshare.inputReader(StandardCharsets.UTF_8);
        return CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return Objects.requireNonNullElse(reader.readLine(), "");
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        HostProgram.THREADS)
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** A directory of the lab's own, as its processes see it; they run in it. */
    public Path directory() {
        return DIRECTORY;
    }

    /** The same directory, as this process sees it. */
    public Path directoryFromOutside() {
        return Path.of("/proc", Long.toString(shell), "root")
                .resolve(Path.of("/").relativize(DIRECTORY));
    }

    /** The directory if the lab sees it, and the lab's own otherwise: the lab has a /run of its own. */
    Path visible(Path directory) throws IOException {
        return directory.toRealPath().startsWith("/run") ? DIRECTORY : directory.toAbsolutePath();
    }

    /** The command that runs another one on a host, in the lab's directory. */
    public List<String> command(LabHost host, List<String> command) {
        return command(host, DIRECTORY, command);
    }

    /** The command that runs another one on a host, in a directory. */
    public List<String> command(LabHost host, Path directory, List<String> command) {
        List<String> all = new ArrayList<>(List.of("nsenter", "--target", Long.toString(shell), "--mount", "--pid"));
        all.addAll(List.of("--wdns=" + directory, "ip", "netns", "exec", host.toString()));
        all.addAll(command);
        return all;
    }

    /** Runs a program on a host, to its end. */
    HostProgram run(LabHost host, String input, String... command) throws IOException, InterruptedException {
        return HostProgram.run(command(host, List.of(command)), input);
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
