package org.ephemeralftp.docker.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of this machine that ran to its end, and what it printed. */
public record Program(List<String> command, int status, String out, String err) {
    /** Far more than anything here takes on the slowest machine; a program that is still there then is stuck. */
    private static final long LIMIT_SECONDS = 120;

    /** Runs a program in a directory, which is its home too, and waits until it ends. */
    public static Program run(Path directory, String... command) throws IOException, InterruptedException {
        return run(directory, List.of(command));
    }

    /** Runs a program in a directory, which is its home too, and waits until it ends. */
    public static Program run(Path directory, List<String> command) throws IOException, InterruptedException {
        return run(directory, command, "");
    }

    /** Runs a program in a directory, which is its home too, gives it an input, and waits until it ends. */
    public static Program run(Path directory, List<String> command, String input)
            throws IOException, InterruptedException {
        Path in = Files.writeString(Files.createTempFile(directory, "in", ".txt"), input);
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        Process process = builder(directory, command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(command + " did not end within " + LIMIT_SECONDS + " s; it printed\n"
                        + Files.readString(out) + Files.readString(err));
            }
            return new Program(command, process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Files.deleteIfExists(in);
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }

    /** A process that sees no configuration, proxy or language of whoever runs the tests. */
    public static ProcessBuilder builder(Path directory, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.clear();
        environment.putAll(Map.of("PATH", path, "HOME", directory.toString(), "LC_ALL", "C.UTF-8"));
        return builder;
    }

    /** Everything it printed: programs differ in where they tell what. */
    public String output() {
        return out + err;
    }

    /** For the message of a failed assertion. */
    @Override
    public String toString() {
        return String.join(" ", command) + "\nended with status " + status + " and printed\n" + output();
    }
}
