package org.ephemeralftp.server.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code user remove}: an account less. */
@Command(
        name = "remove",
        description = "Removes an account, and nothing of its home. Sessions that are logged in go on.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class UserRemoveCommand implements Callable<Integer>, UsersFileOption.OfCommand {
    @Parameters(paramLabel = "NAME", description = "Who is to go.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private UsersFileOption users;

    @Override
    public Integer call() throws IOException {
        return users.edit(editor -> {
            editor.remove(name);
            users.print("removed " + name);
        });
    }
}
