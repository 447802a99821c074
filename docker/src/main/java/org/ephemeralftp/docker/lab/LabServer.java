package org.ephemeralftp.docker.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Our server, as it runs on the server's host until it is closed. */
final class LabServer implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready ftp://\\S+:(\\d+) passive-ports=(\\S+) home=.*");
    private static final Pattern READY_IMPLICIT = Pattern.compile("ready ftps://\\S+:(\\d+) .*");
    private static final String IMPLICIT = "--implicit-tls-port";
    private static final String MAIN = "org.ephemeralftp.server.cli.Main";
    private static final String VARIABLES = "EPHEMERAL_FTP_";
    private static final long LIMIT_SECONDS = 120;

    /** A line of its log that tells of nothing wrong, or is of a trace. */
    private static final Pattern EVENT =
            Pattern.compile("^\\s|^\\d{4}-\\d\\d-\\d\\d\\S*( \\S+)*? (INFO|DEBUG|TRACE)\\b");

    /** Those that only print something, or would hide others from the lab, which reads the options. */
    private static final List<String> OF_NO_USE = List.of("--help", "-h", "--version", "-V", "--config");

    /** Those that the lab gives, and nobody else. */
    private static final List<String> OF_THE_LAB = List.of("--home", "--user", "--bind-address");

    private final Process process;
    private final Path log;
    private final Ports ports;

    private LabServer(Process process, Path log, Ports ports) {
        this.process = process;
        this.log = log;
        this.ports = ports;
    }

    /**
     * Where it listens.
     *
     * @param passive as the option has them, without those that are left out
     */
    record Ports(int control, String passive, Optional<Integer> implicitTls) {
        /** As elements of a set of nftables. */
        String all() {
            return control + implicitTls.map(port -> ", " + port).orElse("") + ", " + passive;
        }
    }

    /** Fails if an option is given that is the lab's own. */
    static void check(List<String> options) {
        for (String each : options) {
            String name = each.replaceFirst("(?s)=.*", "");
            if (OF_THE_LAB.contains(name)) {
                throw new LabException("The server's option " + name
                        + " is the lab's own: it has a home and an account of its own, and listens everywhere;"
                        + " leave it out.");
            }
            if (OF_NO_USE.contains(name)) {
                throw new LabException("The server's option " + name
                        + " cannot be used in a lab: give each option of its file by itself, such as"
                        + " --passive-ports=50000-50009.");
            }
        }
    }

    /**
     * Starts it; when this returns, it is ready.
     *
     * @param advertised under which IPv4 address its router forwards to it, unless the options say something of that
     * @throws LabException if it does not start; the message has its own
     */
    static LabServer start(Topology topology, List<String> options, Account account, Optional<String> advertised)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(
                List.of("serve", "--home=" + topology.directory().resolve("home")));
        arguments.addAll(options);
        if (options.stream().noneMatch(each -> each.startsWith("--advertise"))) {
            advertised.ifPresent(address -> arguments.add("--advertise=" + address));
        }
        Path log = topology.directoryFromOutside().resolve("server.log");
        ProcessBuilder builder = new ProcessBuilder(topology.command(
                        LabHost.SERVER,
                        // Where the files are that its options name.
                        topology.visible(Path.of("").toAbsolutePath()),
                        LabJvm.command(topology.directory(), MAIN, arguments)))
                .redirectError(log.toFile());
        environment(builder.environment(), account);
        Process process = builder.start();
        try {
            return new LabServer(process, log, ports(process, log, options));
        } catch (Throwable e) {
            end(process);
            throw e;
        }
    }

    /** What the lab wants where the options say nothing else; and the account, as commands are for everybody to read. */
    private static void environment(Map<String, String> environment, Account account) {
        environment.keySet().removeIf(name -> name.startsWith(VARIABLES));
        environment.put(VARIABLES + "USER", account.name() + "=" + account.password());
        environment.put(VARIABLES + "TLS", "optional");
        environment.put(VARIABLES + "ALLOW_PORT_CHOICE", "true");
        // Shorter than the probe's wait, so that its 425 is seen where an active connection does not come about.
        environment.put(VARIABLES + "CONNECT_TIMEOUT", "1500ms");
        environment.put("LC_ALL", "C.UTF-8");
    }

    private static Ports ports(Process process, Path log, List<String> options)
            throws IOException, InterruptedException {
        boolean implicit = options.stream().anyMatch(each -> each.startsWith(IMPLICIT));
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        try {
            List<String> lines = CompletableFuture.supplyAsync(
                            () -> lines(reader, implicit ? 2 : 1), HostProgram.THREADS)
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
            Matcher ready = READY.matcher(lines.get(0));
            if (ready.matches()) {
                Matcher second = READY_IMPLICIT.matcher(lines.get(lines.size() - 1));
                Optional<Integer> port =
                        second.matches() ? Optional.of(Integer.valueOf(second.group(1))) : Optional.empty();
                return new Ports(Integer.parseInt(ready.group(1)), ready.group(2), port);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new LabException("The server does not start: " + said(process, log), e);
        }
        process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        throw new LabException("The server does not start: " + said(process, log));
    }

    private static List<String> lines(BufferedReader reader, int count) {
        List<String> lines = new ArrayList<>();
        try {
            while (lines.size() < count) {
                lines.add(Objects.requireNonNullElse(reader.readLine(), ""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    /** Why it ended, in its own words if it has some. */
    private static String said(Process process, Path log) throws IOException {
        return complaint(Files.readString(log))
                .orElseGet(() -> process.isAlive()
                        ? "it is not ready after " + LIMIT_SECONDS + " s, and says nothing of it"
                        : "status " + process.exitValue() + ", and it says nothing of it");
    }

    /** The last line of a log that is a warning, or no event at all, as a wrong option is answered with. */
    static Optional<String> complaint(String log) {
        return log.lines()
                .filter(line -> !line.isBlank() && !EVENT.matcher(line).find())
                .reduce((former, last) -> last)
                .map(String::strip);
    }

    Ports ports() {
        return ports;
    }

    /** Fails if it has ended. */
    void check() throws IOException {
        if (!process.isAlive()) {
            throw new LabException("The server has ended: " + said(process, log));
        }
    }

    @Override
    public void close() throws InterruptedException {
        end(process);
    }

    private static void end(Process process) throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
