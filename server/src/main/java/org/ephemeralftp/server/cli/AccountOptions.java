package org.ephemeralftp.server.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import org.ephemeralftp.server.ServerConfigBuilder;

/** Who may log in. */
final class AccountOptions implements OptionGroup {
    static final String HEADING = "%nAccounts%n";

    @Option(
            names = "--user",
            paramLabel = "NAME=PASSWORD",
            description = "An account that may read and write; can be repeated. Without any account, one named demo "
                    + "is made up, with a random password that is printed once.")
    private List<String> users = List.of();

    @Option(
            names = UsersFileOption.NAME,
            paramLabel = "FILE",
            description = "A file of accounts, which 'user' edits; read again when it changes.")
    private @Nullable Path usersFile;

    @Option(names = "--anonymous", negatable = true, description = "Let anybody log in as anonymous or ftp, to read.")
    private boolean anonymous;

    /** Whether nobody could log in. */
    boolean none() {
        return users.isEmpty() && usersFile == null && !anonymous;
    }

    @Override
    public void applyTo(ServerConfigBuilder builder) {
        users.forEach(user -> OptionGroup.set("--user", user, () -> add(user, builder)));
        if (usersFile != null) {
            builder.usersFile(usersFile);
        }
        builder.anonymous(anonymous);
    }

    private static void add(String user, ServerConfigBuilder builder) {
        int equals = user.indexOf('=');
        if (equals <= 0 || equals == user.length() - 1) {
            throw new IllegalArgumentException("write it as NAME=PASSWORD, both at least one character");
        }
        builder.user(user.substring(0, equals), user.substring(equals + 1));
    }
}
