package org.ephemeralftp.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import org.ephemeralftp.server.users.UsersFileEditor;

/** {@code --users}: the file that a {@code user} command works on. */
final class UsersFileOption {
    @Option(names = "--users", required = true, paramLabel = "FILE", description = "The file of accounts.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** What is done with the file. */
    interface Work {
        void on(UsersFileEditor users) throws IOException;
    }

    Path file() {
        return file;
    }

    /** Works on the file; what cannot be because of what was asked for is wrong input. */
    int edit(Work work) throws IOException {
        try {
            work.on(new UsersFileEditor(file));
            return 0;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** Prints a line on standard output. */
    void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
