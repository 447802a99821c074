package org.ephemeralftp.docker.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.docker.testing.Requires;

/**
 * A client, a router and a server, each in a network namespace, that exist as long as one process does.
 *
 * <p>That process is a shell that reads the commands that make them from its standard input, and then waits for more. It is
 * the first process of a PID namespace, and whatever runs in the lab is in that namespace, too: when the shell ends, the
 * kernel kills the rest, and takes the namespaces, the links and the rules away. It ends at the end of its input, which
 * comes when the lab is closed and when the virtual machine that made it is gone, for whatever reason; and with the
 * {@code unshare} that started it.
 */
final class Lab implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;
    private static final String READY = "ready";

    private final Path directory;
    private final Process unshare;
    private final Writer commands;
    private final Path errors;

    private Lab(Path directory, Process unshare, Path errors) {
        this.directory = directory;
        this.unshare = unshare;
        this.errors = errors;
        commands = unshare.outputWriter(StandardCharsets.UTF_8);
    }

    /** Skips the test, or fails it in CI, where this machine cannot have a lab. */
    static void requireAll() {
        Requires.that("root".equals(System.getProperty("user.name")), "network namespaces need root");
        for (String program : List.of("unshare", "nsenter", "ip", "nft", "python3")) {
            Requires.program(program);
        }
    }

    /** Makes the hosts. Its processes run in the directory. */
    static Lab build(Path directory, AddressPlan plan) throws IOException, InterruptedException {
        Path errors = Files.createTempFile(directory, "lab", ".log");
        List<String> command = List.of(
                "unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-e", "-s");
        Lab lab = new Lab(
                directory,
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectError(errors.toFile())
                        .start(),
                errors);
        try {
            lab.make(plan);
            return lab;
        } catch (IOException | InterruptedException | AssertionError e) {
            lab.close();
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
            assertThat(Meanwhile.firstLine(unshare)).isEqualTo(READY);
        } catch (IOException | ExecutionException | TimeoutException | AssertionError e) {
            throw new AssertionError("The hosts cannot be made:\n" + Files.readString(errors), e);
        }
    }

    /** The command that runs another one on a host; it keeps its working directory. */
    List<String> command(LabHost host, List<String> command) {
        List<String> all =
                new ArrayList<>(List.of("nsenter", "--target", Long.toString(shell().pid()), "--mount", "--pid"));
        all.addAll(List.of("--wdns=" + directory, "ip", "netns", "exec", host.toString()));
        all.addAll(command);
        return all;
    }

    /** Runs a program on a host to its end. */
    Program run(LabHost host, String... command) throws IOException, InterruptedException {
        return Program.run(directory, command(host, List.of(command)));
    }

    private ProcessHandle shell() {
        return unshare.children().findFirst().orElseThrow(() -> new AssertionError("The lab has ended."));
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
        assertThat(ended).as("the lab ends with its input").isTrue();
    }
}
