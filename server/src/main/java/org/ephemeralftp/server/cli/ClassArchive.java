package org.ephemeralftp.server.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.ephemeralftp.server.users.RandomPassword;

/**
 * Makes the class-data archive of the jar it runs from (JEP 310): the server's classes as Java has them in memory, so that
 * a start maps them instead of reading and verifying each. {@code java -cp JAR org.ephemeralftp.server.cli.ClassArchive
 * ARCHIVE} runs the server once, visits it, and archives what was loaded. An archive is good for that very Java and that
 * very jar in its place; with any other, Java does without.
 *
 * <p>It is a static archive, since a dynamic one leaves out classes as old as picocli's, and needs the archive of the JDK
 * beside it, which a runtime made by jlink does not have.
 */
public final class ClassArchive {
    private static final int NOT_MADE = 1;
    private static final int WRONG_USAGE = 2;
    private static final long LIMIT_SECONDS = 120;
    private static final Pattern READY = Pattern.compile("ready ftp://127\\.0\\.0\\.1:(\\d+) .*");

    private final Path jar;
    private final Path directory;

    private ClassArchive(Path jar, Path directory) {
        this.jar = jar;
        this.directory = directory;
    }

    public static void main(String[] args) {
        if (args.length != 1) {
            System.err.println("class archive: name one file to write: ClassArchive ARCHIVE");
            System.exit(WRONG_USAGE);
        }
        Path archive = Path.of(args[0]).toAbsolutePath();
        try {
            make(archive);
            System.out.println("class archive: " + archive + ", " + Files.size(archive) / 1_000_000 + " MB");
        } catch (IOException e) {
            System.err.println("class archive: not made, so starts take longer: " + e.getMessage());
            System.exit(NOT_MADE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            System.exit(NOT_MADE);
        }
    }

    private static void make(Path archive) throws IOException, InterruptedException {
        if (!Files.isDirectory(archive.resolveSibling("."))) {
            throw new IOException("there is no directory for " + archive);
        }
        // One that was made before would only be in the way of who looks whether there is one.
        Files.deleteIfExists(archive);
        Path jar = Path.of(System.getProperty("java.class.path", "")).toRealPath();
        Path directory = Files.createTempDirectory("class-archive");
        try {
            ClassArchive making = new ClassArchive(jar, directory);
            making.listClasses();
            making.forgetConstants();
            making.dump(archive);
        } finally {
            delete(directory);
        }
    }

    private Path list() {
        return directory.resolve("classes");
    }

    /** Has a server run from its start to its end, so that Java writes down what it loads. */
    private void listClasses() throws IOException, InterruptedException {
        String password = RandomPassword.generate(new SecureRandom());
        ProcessBuilder builder = java(
                "-XX:DumpLoadedClassList=" + list(),
                "-cp",
                jar.toString(),
                Main.class.getName(),
                ServeCommand.NAME,
                "--bind-address=127.0.0.1",
                "--port=0",
                "--tls=optional",
                "--home=" + directory.resolve("home"));
        builder.environment().keySet().removeIf(name -> name.startsWith(Keys.VARIABLES));
        builder.environment().put(Keys.VARIABLES + "USER", TrainingVisit.USER + "=" + password);
        Process server = builder.redirectError(log()).start();
        BufferedReader out = server.inputReader(StandardCharsets.UTF_8);
        try {
            Matcher ready = READY.matcher(firstLine(out));
            if (!ready.matches()) {
                throw new IOException("the server did not start: " + lastWords());
            }
            new TrainingVisit(Integer.parseInt(ready.group(1)), password).run();
            server.destroy();
            await(server, "the server");
        } finally {
            // First the process: whoever still reads holds up the close.
            server.destroyForcibly();
            out.close();
        }
    }

    /**
     * From JDK 24 on the list also names constants to resolve ahead. To do so Java links the classes, and then leaves those as
     * old as picocli's out of the archive, with all of ours that extend them.
     */
    private void forgetConstants() throws IOException {
        List<String> lines = Files.readAllLines(list());
        lines.removeIf(line -> line.startsWith("@cp "));
        Files.write(list(), lines);
    }

    private static String firstLine(BufferedReader out) throws IOException, InterruptedException {
        try {
            return CompletableFuture.supplyAsync(() -> out.lines().findFirst().orElse(""))
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException("the server was not ready within " + LIMIT_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw new IOException("the server cannot be heard", e);
        }
    }

    private void dump(Path archive) throws IOException, InterruptedException {
        Path made = directory.resolve("archive");
        Process dump = java(
                        "-Xshare:dump",
                        // Others cannot put objects into it, but can read them.
                        "-XX:+UseG1GC",
                        "-XX:SharedClassListFile=" + list(),
                        "-XX:SharedArchiveFile=" + made,
                        "-cp",
                        jar.toString())
                .redirectErrorStream(true)
                .redirectOutput(log())
                .start();
        try {
            await(dump, "Java");
        } finally {
            dump.destroyForcibly();
        }
        if (dump.exitValue() != 0 || !Files.exists(made)) {
            throw new IOException("this Java makes none: " + lastWords());
        }
        place(made, archive);
    }

    /** Nobody maps half of one. */
    private static void place(Path made, Path archive) throws IOException {
        try {
            Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Path beside = Files.copy(made, archive.resolveSibling(archive.getFileName() + ".new"));
            Files.move(beside, archive, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static ProcessBuilder java(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        // What is in it may be another archive, or a debugger.
        builder.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"));
        return builder;
    }

    private static void await(Process process, String what) throws IOException, InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException(what + " did not end within " + LIMIT_SECONDS + " s");
        }
    }

    private File log() {
        return directory.resolve("log").toFile();
    }

    private String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(log().toPath());
        return lines.isEmpty() ? "it does not say why" : lines.get(lines.size() - 1);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
