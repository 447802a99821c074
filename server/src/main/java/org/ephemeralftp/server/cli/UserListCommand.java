package org.ephemeralftp.server.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import org.ephemeralftp.server.users.UserLine;

/** {@code user list}: who there is. */
@Command(
        name = "list",
        description = "Lists the accounts, without their passwords.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class UserListCommand implements Callable<Integer>, UsersFileOption.OfCommand {
    private static final String GAP = "  ";

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private UsersFileOption users;

    @Override
    public Integer call() throws IOException {
        return users.edit(editor -> {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("NAME", "ACCESS", "HOME"));
            editor.list()
                    .forEach(user -> rows.add(List.of(user.name(), user.access().toString(), home(user))));
            int name = width(rows, 0);
            int access = width(rows, 1);
            rows.forEach(
                    row -> users.print(padded(row.get(0), name) + GAP + padded(row.get(1), access) + GAP + row.get(2)));
        });
    }

    private String home(UserLine user) {
        return user.home().isEmpty() ? "(--home)" : user.home();
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String padded(String cell, int width) {
        return cell + " ".repeat(width - cell.length());
    }
}
