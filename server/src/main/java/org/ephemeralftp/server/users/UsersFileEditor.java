package org.ephemeralftp.server.users;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.function.UnaryOperator;

/**
 * Changes a users file: in one step, so that a server reads the old one or the new one, and one edit after the other, so
 * that none is lost. Comments and the order stay. If the file is a symbolic link, what it leads to is changed.
 *
 * <p>All methods throw {@link IllegalArgumentException} if what is asked for cannot be, or the file is wrong as it is, and
 * {@link IOException} if it cannot be read or written, or another edit does not end in time. Their messages name the file.
 */
public final class UsersFileEditor {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path path;
    private final FileEdit edit;

    public UsersFileEditor(Path path) {
        this(path, PATIENCE);
    }

    UsersFileEditor(Path path, Duration patience) {
        this.path = path;
        edit = new FileEdit(path, patience);
    }

    /** Adds a user after all others; a file that is not there is made, for its owner's eyes only. */
    public void add(UserLine user) throws IOException {
        change(true, users -> users.with(user));
    }

    public void remove(String name) throws IOException {
        change(false, users -> users.without(name));
    }

    public void setPassword(String name, PasswordHash hash) throws IOException {
        change(false, users -> users.withPassword(name, hash));
    }

    /** The users in the file's order. */
    public Collection<UserLine> list() throws IOException {
        return named(() -> UsersFile.lines(path));
    }

    private void change(boolean create, UnaryOperator<UsersText> change) throws IOException {
        named(() -> {
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                throw new IOException("it is not a regular file");
            }
            edit.make(
                    create,
                    content -> change.apply(UsersContent.read(Channels.newInputStream(content)))
                            .text()
                            .getBytes(StandardCharsets.UTF_8));
            return path;
        });
    }

    private interface Action<T> {
        T run() throws IOException;
    }

    private <T> T named(Action<T> action) throws IOException {
        String name = "users file " + path + ": ";
        try {
            return action.run();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    name + "there is no such file; 'user add' makes one in a directory that exists", e);
        } catch (AccessDeniedException e) {
            throw new IOException(name + "no right to read it, to write it or to write to its directory", e);
        } catch (FileSystemException e) {
            throw new IOException(name + (e.getReason() == null ? e.toString() : e.getReason()), e);
        } catch (IOException e) {
            throw new IOException(name + e.getMessage(), e);
        }
    }
}
