package org.ephemeralftp.docker.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.ephemeralftp.docker.lab.AddressPlan;
import org.ephemeralftp.docker.lab.LabHost;
import org.ephemeralftp.docker.lab.Topology;
import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.docker.testing.Requires;

/** The hosts of a test. */
final class Lab implements AutoCloseable {
    private final Path directory;
    private final Topology topology;

    private Lab(Path directory, Topology topology) {
        this.directory = directory;
        this.topology = topology;
    }

    /** Skips the test, or fails it in CI, where this machine cannot have a lab. */
    static void requireAll() {
        Requires.that("root".equals(System.getProperty("user.name")), "network namespaces need root");
        for (String program : List.of("unshare", "nsenter", "ip", "nft", "python3")) {
            Requires.program(program);
        }
    }

    /** Makes the hosts. Their processes run in the directory. */
    static Lab build(Path directory, AddressPlan plan) throws IOException, InterruptedException {
        return new Lab(directory, Topology.build(plan));
    }

    /** The command that runs another one on a host; it runs in the directory. */
    List<String> command(LabHost host, List<String> command) {
        return topology.command(host, directory, command);
    }

    /** Runs a program on a host to its end. */
    Program run(LabHost host, String... command) throws IOException, InterruptedException {
        return Program.run(directory, command(host, List.of(command)));
    }

    /** Takes the hosts away, with all that runs on them. */
    @Override
    public void close() throws IOException, InterruptedException {
        topology.close();
    }
}
