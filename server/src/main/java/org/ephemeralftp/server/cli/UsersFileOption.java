package org.ephemeralftp.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import org.ephemeralftp.server.users.UsersFileEditor;

/** {@code --users}: the file that a {@code user} command works on. */
final class UsersFileOption {
    static final String NAME = "--users";

    /** A command that has the option, also from the variable and the file that {@code serve} has it from. */
    interface OfCommand extends Configurable {
        @Override
        default boolean takes(String option) {
            return option.equals(NAME);
        }
    }

    /** Not required for picocli, which asks before the environment is read. */
    @Option(names = NAME, paramLabel = "FILE", description = "The file of accounts.")
    private @Nullable Path file;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** What is done with the file. */
    interface Work {
        void on(UsersFileEditor users) throws IOException;
    }

    /** Works on the file; what cannot be because of what was asked for is wrong input. */
    int edit(Work work) throws IOException {
        if (file == null) {
            throw new ParameterException(
                    spec.commandLine(), "which file of accounts? Name it with --users FILE, or in EPHEMERAL_FTP_USERS");
        }
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
