package org.ephemeralftp.docker.scenario;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Namespaces that processes are in, by the links below {@code /proc}, such as {@code net:[4026532289]}.
 *
 * <p>They are held open: the kernel gives the number of one that is gone to the next that anybody makes.
 */
final class Namespaces implements AutoCloseable {
    private static final List<String> KINDS = List.of("mnt", "net", "pid");

    private final Map<String, FileInputStream> held = new HashMap<>();

    private Namespaces() {}

    /** Those that the descendants of a process are in, and this virtual machine is not. */
    static Namespaces below(ProcessHandle process) {
        Namespaces namespaces = new Namespaces();
        Set<String> own = names(Stream.of(ProcessHandle.current()));
        links(process.descendants()).forEach(link -> namespaces.hold(link, own));
        return namespaces;
    }

    private void hold(Path link, Set<String> own) {
        try {
            FileInputStream open = new FileInputStream(link.toFile());
            String name = Files.readSymbolicLink(link).toString();
            if (own.contains(name) || held.putIfAbsent(name, open) != null) {
                open.close();
            }
        } catch (IOException e) {
            // The process has ended.
        }
    }

    Set<String> names() {
        return new TreeSet<>(held.keySet());
    }

    /** Those of them that a process of this machine is in. One that none is in is gone, but for this object. */
    Set<String> left() {
        Set<String> left = names(ProcessHandle.allProcesses());
        left.removeIf(Predicate.not(held::containsKey));
        return left;
    }

    private static Set<String> names(Stream<ProcessHandle> processes) {
        Set<String> names = new TreeSet<>();
        links(processes).forEach(link -> {
            try {
                names.add(Files.readSymbolicLink(link).toString());
            } catch (IOException e) {
                // The process has ended.
            }
        });
        return names;
    }

    private static Stream<Path> links(Stream<ProcessHandle> processes) {
        return processes.flatMap(process ->
                KINDS.stream().map(kind -> Path.of("/proc", Long.toString(process.pid()), "ns", kind)));
    }

    @Override
    public void close() throws IOException {
        for (FileInputStream each : held.values()) {
            each.close();
        }
    }
}
