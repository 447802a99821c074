package org.ephemeralftp.server.files;

import java.io.Closeable;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.ftpserver.ftplet.FileSystemFactory;
import org.apache.ftpserver.ftplet.FileSystemView;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.User;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file system the server serves: to each user one directory, of any NIO.2 file system, as the user's {@code /}.
 *
 * <p>Nothing outside that directory is served. {@code ..} ends at the root, and a symbolic link that leads out of the
 * home, or nowhere, is to the client as if it were not there. Links that stay inside the home are followed. That holds
 * also for a link that comes in the place of a directory while a command is carried out (see {@link HeldDirectory}); for
 * it, a directory that is gone through or uploaded into must be readable, and not only searchable. Only the root of a
 * home is trusted. Where links may lead anywhere, those that lead out are followed, too, and may be swapped.
 *
 * <p>A rename never replaces anything that this server can see; another process that makes the new name in the very same
 * moment may lose what it made.
 *
 * <p>While a file is uploaded, a directory named {@code .ephemeral-ftp} holds what has come of it. It may stay for a
 * while after the last upload, but not longer than this object is open. No client can name, list, make or follow a link to
 * a directory of that name, anywhere in its home.
 */
public final class HomeFileSystem implements FileSystemFactory, Closeable {

    private static final Logger log = LoggerFactory.getLogger(HomeFileSystem.class);

    private final Function<? super User, ? extends Path> homes;
    private final boolean linksLeadAnywhere;
    private final boolean syncUploads;
    private final Lingering lingering;
    /** By the real path of the home, as long as a session or an upload has it; a store may name any number of homes. */
    private final Map<Path, WeakReference<StagingArea>> areas = new HashMap<>();

    /**
     * Nothing stays after an upload, so that it need not be closed.
     *
     * @param homes tells where a user's home is; it is created at login if it is missing
     */
    public HomeFileSystem(Function<? super User, ? extends Path> homes) {
        this(homes, false, true, Duration.ZERO);
    }

    /**
     * As the other one, and says more.
     *
     * @param linksLeadAnywhere whether symbolic links may lead out of a home, and be swapped at any time
     * @param syncUploads whether an upload is on the disk before it takes its name
     * @param uploadLinger how long the directory of uploads stays after the last one, so that the next finds it
     */
    public HomeFileSystem(
            Function<? super User, ? extends Path> homes,
            boolean linksLeadAnywhere,
            boolean syncUploads,
            Duration uploadLinger) {
        this.homes = homes;
        this.linksLeadAnywhere = linksLeadAnywhere;
        this.syncUploads = syncUploads;
        lingering = new Lingering(uploadLinger);
    }

    @Override
    public FileSystemView createFileSystemView(User user) throws FtpException {
        try {
            Path home = homes.apply(user);
            // A home that is a link to a directory is fine, but createDirectories fails on one before JDK 20.
            if (!Files.isDirectory(home)) {
                Files.createDirectories(home);
            }
            Path root = home.toRealPath();
            return new HomeFileSystemView(new Home(root, user, area(root), linksLeadAnywhere, syncUploads));
        } catch (IOException | RuntimeException e) {
            throw new FtpException("the home directory of user " + user.getName() + " cannot be used: " + e, e);
        }
    }

    /**
     * Removes what uploads to a home have left behind that were going on when their server crashed, and leaves alone what
     * other servers are doing there. This happens at a login to a home that nobody uses in any case; to call it at the
     * start is better, because until then the space is taken.
     */
    public void sweep(Path home) {
        try {
            area(home.toRealPath());
        } catch (IOException | ClosedFileSystemException e) {
            log.debug("{} is not there yet, or no more", home, e);
        }
    }

    /**
     * Removes the same from many homes, one after the other, without being waited for: one of them may be on a disk that
     * does not answer.
     */
    public void sweepAside(Collection<Path> homes) {
        if (!homes.isEmpty()) {
            Thread thread = new Thread(() -> homes.forEach(this::sweep), "ftp-sweep");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private StagingArea area(Path root) {
        StagingArea area = kept(root);
        area.sweepOnce();
        return area;
    }

    private StagingArea kept(Path root) {
        synchronized (areas) {
            WeakReference<StagingArea> kept = areas.get(root);
            StagingArea area = kept == null ? null : kept.get();
            if (area == null) {
                areas.values().removeIf(other -> other.refersTo(null));
                area = new StagingArea(root, lingering);
                areas.put(root, new WeakReference<>(area));
            }
            return area;
        }
    }

    /** Removes what has stayed after uploads; one that is still going on removes what is its own when it ends. */
    @Override
    public void close() {
        lingering.close();
    }

    /** How many homes are remembered. */
    int remembered() {
        synchronized (areas) {
            return areas.size();
        }
    }
}
