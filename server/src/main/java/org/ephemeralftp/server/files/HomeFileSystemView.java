package org.ephemeralftp.server.files;

import org.apache.ftpserver.ftplet.FileSystemView;

/** One session's view of its user's home: the home and the working directory. */
final class HomeFileSystemView implements FileSystemView {

    private final Home home;
    private VirtualPath workingDirectory = VirtualPath.ROOT;

    HomeFileSystemView(Home home) {
        this.home = home;
    }

    @Override
    public HomeFile getHomeDirectory() {
        return new HomeFile(home, VirtualPath.ROOT);
    }

    @Override
    public HomeFile getWorkingDirectory() {
        return new HomeFile(home, workingDirectory);
    }

    @Override
    public boolean changeWorkingDirectory(String directory) {
        VirtualPath changed = workingDirectory.resolve(directory);
        if (!home.mayEnter(changed)) {
            return false;
        }
        workingDirectory = changed;
        return true;
    }

    /** {@inheritDoc} Never null: what must not be served is a file that does not exist. */
    @Override
    public HomeFile getFile(String file) {
        return new HomeFile(home, workingDirectory.resolve(file));
    }

    @Override
    public boolean isRandomAccessible() {
        return true;
    }

    @Override
    public void dispose() {
        // Nothing is held open between two commands.
    }
}
