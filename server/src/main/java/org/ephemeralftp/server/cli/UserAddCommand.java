package org.ephemeralftp.server.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import org.ephemeralftp.server.users.Access;
import org.ephemeralftp.server.users.PasswordHash;
import org.ephemeralftp.server.users.UserLine;

/** {@code user add}: one more account. */
@Command(
        name = "add",
        description = "Adds an account, which may read and write unless an option says otherwise.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class UserAddCommand implements Callable<Integer>, UsersFileOption.OfCommand {
    /** At most one of them. */
    private static final class Limit {
        @Option(names = "--read-only", description = "Let the user read only.")
        private boolean readOnly;

        @Option(
                names = "--write-below",
                paramLabel = "PATH",
                description = "Let the user write only at and below this path, as the user sees it, such as "
                        + "/incoming; can be repeated.")
        private List<String> writeBelow = List.of();
    }

    @Parameters(paramLabel = "NAME", description = "The name to log in with.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private UsersFileOption users;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "",
            description = "The user's directory, made at the login if it is missing. A relative one starts at the "
                    + "directory of the file (default: the server's --home).")
    @SuppressWarnings("NullAway.Init")
    private String home;

    @ArgGroup(exclusive = true)
    private Limit limit = new Limit();

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private NewPassword newPassword;

    @Override
    public Integer call() throws IOException {
        return users.edit(editor -> {
            Access access = access();
            String password = newPassword.get();
            editor.add(new UserLine(name, PasswordHash.of(password), home, access));
            users.print(newPassword.isGenerated() ? password : "added " + name + ", " + access);
        });
    }

    private Access access() {
        if (limit.readOnly) {
            return Access.READ_ONLY;
        }
        return limit.writeBelow.isEmpty() ? Access.READ_WRITE : new Access(limit.writeBelow);
    }
}
