package org.ephemeralftp.docker.scenario;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.ephemeralftp.docker.lab.AddressPlan;
import org.ephemeralftp.docker.lab.LabHost;

/**
 * A directory with rules and what comes of them: the files {@code client.nft}, {@code router.nft} and {@code server.nft},
 * as many as are needed, {@code expect} and {@code causes} ({@link Findings}), and {@code scenario.properties}:
 *
 * <ul>
 *   <li>{@code plan}: the {@link AddressPlan}, if it is not {@code routed}
 *   <li>{@code server}: the server's options
 *   <li>{@code probe=} or {@code probe.NAME=}: what the client is asked to probe, and how; the words {@code {server}}, {@code
 *       {server6}} and {@code {router}} stand for addresses
 *   <li>{@code control}: what it is asked for the control run, if that is not the same
 *   <li>{@code meanwhile}: what runs on the client's host during the probes, but not during the control run
 * </ul>
 *
 * @param probes by their name, which is empty for the one without; the files of the others are {@code NAME.expect} and
 *     {@code NAME.causes}
 */
record Scenario(
        Path directory,
        AddressPlan plan,
        List<String> server,
        Map<String, List<String>> probes,
        Optional<List<String>> control,
        Optional<List<String>> meanwhile) {

    /** All scenarios below a directory, in their order. */
    static List<Scenario> all(Path root) throws IOException {
        List<Scenario> all = new ArrayList<>();
        try (Stream<Path> directories = Files.list(root)) {
            for (Path each : directories.sorted().toList()) {
                all.add(read(each));
            }
        }
        return all;
    }

    private static Scenario read(Path directory) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(directory.resolve("scenario.properties"))) {
            properties.load(reader);
        }
        Map<String, List<String>> probes = new TreeMap<>();
        for (String key : properties.stringPropertyNames()) {
            if (key.equals("probe") || key.startsWith("probe.")) {
                probes.put(key.replaceFirst("probe\\.?", ""), words(properties.getProperty(key)));
            }
        }
        return new Scenario(
                directory,
                AddressPlan.valueOf(properties.getProperty("plan", "routed").toUpperCase(Locale.ROOT)),
                words(properties.getProperty("server")),
                probes,
                Optional.ofNullable(properties.getProperty("control")).map(Scenario::words),
                Optional.ofNullable(properties.getProperty("meanwhile")).map(Scenario::words));
    }

    private static List<String> words(String line) {
        return List.of(line.strip().split(" +", -1));
    }

    /** Its row of the truth table; some rows have two scenarios. */
    int row() {
        return Integer.parseInt(directory.getFileName().toString().substring(0, 2));
    }

    /** The rules of a host, if there are any. */
    Optional<Path> rules(LabHost host) {
        return Optional.of(directory.resolve(host + ".nft")).filter(Files::exists);
    }

    /** A file that belongs to one of the probes; it may be missing. */
    Path file(String probe, String kind) {
        return directory.resolve(probe.isEmpty() ? kind : probe + "." + kind);
    }

    @Override
    public String toString() {
        return directory.getFileName().toString();
    }
}
