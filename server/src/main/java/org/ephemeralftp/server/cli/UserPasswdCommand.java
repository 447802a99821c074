package org.ephemeralftp.server.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import org.ephemeralftp.server.users.PasswordHash;

/** {@code user passwd}: another password for an account. */
@Command(
        name = "passwd",
        description = "Changes the password of an account. Sessions that are logged in go on.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class UserPasswdCommand implements Callable<Integer>, UsersFileOption.OfCommand {
    @Parameters(paramLabel = "NAME", description = "Whose password.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private UsersFileOption users;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private NewPassword newPassword;

    @Override
    public Integer call() throws IOException {
        return users.edit(editor -> {
            String password = newPassword.get();
            editor.setPassword(name, PasswordHash.of(password));
            users.print(newPassword.isGenerated() ? password : "changed the password of " + name);
        });
    }
}
