package org.ephemeralftp.server.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.apache.ftpserver.ftplet.FileSystemFactory;
import org.apache.ftpserver.ftplet.FileSystemView;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.User;

/**
 * The file system the server serves: to each user one directory, of any NIO.2 file system, as the user's {@code /}.
 *
 * <p>Nothing outside that directory is served. {@code ..} ends at the root, and a symbolic link that leads out of the
 * home, or nowhere, is to the client as if it were not there. Links that stay inside the home are followed.
 */
public final class HomeFileSystem implements FileSystemFactory {

    private final Function<? super User, ? extends Path> homes;

    /** @param homes tells where a user's home is; it is created at login if it is missing */
    public HomeFileSystem(Function<? super User, ? extends Path> homes) {
        this.homes = homes;
    }

    @Override
    public FileSystemView createFileSystemView(User user) throws FtpException {
        try {
            Path home = homes.apply(user);
            // A home that is a link to a directory is fine, but createDirectories fails on one before JDK 20.
            if (!Files.isDirectory(home)) {
                Files.createDirectories(home);
            }
            return new HomeFileSystemView(new Home(home, user));
        } catch (IOException | RuntimeException e) {
            throw new FtpException("the home directory of user " + user.getName() + " cannot be used: " + e, e);
        }
    }
}
