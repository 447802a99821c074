package org.ephemeralftp.docker.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The namespaces that processes are in, as the links below {@code /proc} tell, such as {@code net:[4026532289]}. */
final class Namespaces {
    private static final List<String> KINDS = List.of("mnt", "net", "pid");

    private Namespaces() {}

    /** Those that the descendants of a process are in, and this virtual machine is not. */
    static Set<String> below(ProcessHandle process) {
        Set<String> all = of(process.descendants());
        all.removeAll(of(Stream.of(ProcessHandle.current())));
        return all;
    }

    /** Those of them that a process of this machine is in. A namespace that none is in is gone. */
    static Set<String> left(Set<String> namespaces) {
        Set<String> left = of(ProcessHandle.allProcesses());
        left.removeIf(Predicate.not(namespaces::contains));
        return left;
    }

    private static Set<String> of(Stream<ProcessHandle> processes) {
        Set<String> all = new TreeSet<>();
        processes.forEach(process -> {
            for (String kind : KINDS) {
                try {
                    all.add(Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "ns", kind))
                            .toString());
                } catch (IOException e) {
                    // It has ended.
                }
            }
        });
        return all;
    }
}
