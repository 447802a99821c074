package org.ephemeralftp.server.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.ftpserver.ftplet.FtpFile;
import org.jspecify.annotations.Nullable;

/**
 * A file or directory of a user's home, or a place where one could be.
 *
 * <p>A path that must not be served (see {@link HomeFileSystem}) is a file that does not exist and cannot be created.
 * Every question is answered from the file system as it is now, except by the files of {@link #listFiles()}, which
 * describe themselves as they were when their directory was read. Exceptions name the file as the client sees it.
 */
public final class HomeFile implements FtpFile {
    private final Home home;
    private final VirtualPath path;
    private final @Nullable FileFacts listed;

    HomeFile(Home home, VirtualPath path) {
        this(home, path, null);
    }

    private HomeFile(Home home, VirtualPath path, @Nullable FileFacts listed) {
        this.home = home;
        this.path = path;
        this.listed = listed;
    }

    @Override
    public String getAbsolutePath() {
        return path.toString();
    }

    @Override
    public String getName() {
        return path.name();
    }

    @Override
    public boolean isHidden() {
        return facts().filter(FileFacts::isHidden).isPresent();
    }

    @Override
    public boolean isDirectory() {
        return facts().filter(FileFacts::isDirectory).isPresent();
    }

    @Override
    public boolean isFile() {
        return facts().filter(FileFacts::isRegularFile).isPresent();
    }

    @Override
    public boolean doesExist() {
        return facts().isPresent();
    }

    @Override
    public boolean isReadable() {
        return facts().filter(FileFacts::isReadable).isPresent();
    }

    /** {@inheritDoc} A file that does not exist is writable if it can be created. */
    @Override
    public boolean isWritable() {
        if (!home.mayWrite(path)) {
            return false;
        }
        return listed != null
                ? listed.isWritable()
                : home.target(path).filter(HomeFile::canBeWritten).isPresent();
    }

    @Override
    public boolean isRemovable() {
        return home.mayWrite(path)
                && home.mayWrite(path.parent())
                && home.entry(path)
                        .map(Path::getParent)
                        .filter(Files::isWritable)
                        .isPresent();
    }

    @Override
    public String getOwnerName() {
        return facts().flatMap(FileFacts::owner).orElse("user");
    }

    @Override
    public String getGroupName() {
        return facts().flatMap(FileFacts::group).orElse("group");
    }

    @Override
    public int getLinkCount() {
        return facts().map(FileFacts::linkCount).orElse(0);
    }

    /** {@inheritDoc} Zero if the file does not exist. */
    @Override
    public long getLastModified() {
        return facts().map(FileFacts::lastModifiedMillis).orElse(0L);
    }

    @Override
    public boolean setLastModified(long time) {
        return isWritable() && succeeds(() -> Files.setLastModifiedTime(target(), FileTime.fromMillis(time)));
    }

    /** {@inheritDoc} Zero if the file does not exist. */
    @Override
    public long getSize() {
        return facts().map(FileFacts::size).orElse(0L);
    }

    /** The path behind the client's path, symbolic links followed; null if it must not be served. */
    @Override
    public @Nullable Path getPhysicalFile() {
        return home.target(path).orElse(null);
    }

    @Override
    public boolean mkdir() {
        return isWritable() && succeeds(() -> Files.createDirectory(target()));
    }

    /** {@inheritDoc} A symbolic link is deleted itself, not what it leads to. */
    @Override
    public boolean delete() {
        return isRemovable() && succeeds(() -> Files.delete(entry()));
    }

    /** {@inheritDoc} Nothing is replaced: if the destination exists, the answer is {@code false}. */
    @Override
    public boolean move(FtpFile destination) {
        return isRemovable()
                && destination instanceof HomeFile there
                && there.isWritable()
                && succeeds(() -> Files.move(entry(), there.entry()));
    }

    /** {@inheritDoc} Links that must not be followed are left out. Null also if the directory cannot be read. */
    @Override
    public @Nullable List<HomeFile> listFiles() {
        Optional<FileFacts> directory = facts().filter(FileFacts::isDirectory);
        if (directory.isEmpty()) {
            return null;
        }
        List<HomeFile> children = new ArrayList<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(directory.get().real())) {
            for (Path entry : entries) {
                child(entry).ifPresent(children::add);
            }
        } catch (IOException | DirectoryIteratorException e) {
            return null;
        }
        children.sort(Comparator.comparing(HomeFile::getName));
        return List.copyOf(children);
    }

    /** {@inheritDoc} See {@link #openForReading}. */
    @Override
    public InputStream createInputStream(long offset) throws IOException {
        return Channels.newInputStream(openForReading(offset));
    }

    /** {@inheritDoc} See {@link #openForWriting}. */
    @Override
    public OutputStream createOutputStream(long offset) throws IOException {
        return Channels.newOutputStream(openForWriting(offset));
    }

    /**
     * Opens the file for reading at an offset, which may be its end but not beyond.
     *
     * @throws IOException with a reason fit for the client: a {@link NoSuchFileException}, an
     *     {@link AccessDeniedException}, or one that says what is wrong with the file or the offset
     */
    public FileChannel openForReading(long offset) throws IOException {
        return new ChannelOpener(home, path).forReading(offset);
    }

    /** Begins an upload that replaces the file, or makes it, when it is committed. Fails as {@link #openForWriting}. */
    public Upload replace() throws IOException {
        return HiddenUpload.start(home, path, HiddenUpload.Existing.REPLACED);
    }

    /** Like {@link #replace}, but a file that is there when the upload is committed fails it. */
    public Upload create() throws IOException {
        return HiddenUpload.start(home, path, HiddenUpload.Existing.KEPT);
    }

    /** Begins an upload into the file itself, opened as by {@link #openForWriting} when the client is there. */
    public Upload overwrite(long offset) throws IOException {
        return new InPlaceUpload(home, path, file -> file.forWriting(offset));
    }

    /** Begins an upload to the end of the file itself, wherever that is when it is opened; it is made if need be. */
    public Upload append() throws IOException {
        return new InPlaceUpload(home, path, ChannelOpener::forAppending);
    }

    /** A file whose name nobody can foresee: in this directory, or with a name that begins like this one's. */
    public HomeFile unique() {
        VirtualPath base = isDirectory() ? path.child("upload") : path;
        return new HomeFile(home, base.parent().child(base.name() + "." + UniqueName.hex(8)));
    }

    /**
     * Opens the file itself for writing, and creates it if need be. At offset 0 what was there is gone at once, which
     * {@link #replace} does better; at any other offset, which may be the end but not beyond, only what is written is
     * replaced.
     *
     * @throws IOException with a reason fit for the client: an {@link AccessDeniedException} if the account must not
     *     write here, a {@link NoSuchFileException} if there is no such directory, or one that says what is wrong with
     *     the file or the offset
     */
    public FileChannel openForWriting(long offset) throws IOException {
        return new ChannelOpener(home, path).forWriting(offset);
    }

    /**
     * Opens the directory, to be read one entry at a time; of a file that is not a directory, the only entry is the
     * file itself.
     *
     * @param wanted the names to be told of; of a file that is not a directory it is not asked
     * @throws IOException with a reason fit for the client: a {@link NoSuchFileException}, an
     *     {@link AccessDeniedException}, or one that says what is wrong with the directory
     */
    public HomeListing openListing(Predicate<? super String> wanted, HomeListing.Detail detail) throws IOException {
        return HomeListing.open(home, path, wanted, detail);
    }

    /** Two files are equal if the client's path is: the directory that RMD must not remove is found like this. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HomeFile file && home == file.home && path.equals(file.path);
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private Optional<FileFacts> facts() {
        return listed != null ? Optional.of(listed) : home.target(path).flatMap(FileFacts::of);
    }

    private Path target() throws IOException {
        return home.target(path).orElseThrow(() -> new NoSuchFileException(toString()));
    }

    private Path entry() throws IOException {
        return home.entry(path).orElseThrow(() -> new NoSuchFileException(toString()));
    }

    /** A plain entry needs one look and no search for links: a directory may have very many. */
    private Optional<HomeFile> child(Path entry) {
        VirtualPath childPath = path.child(entry.getFileName().toString());
        if (HiddenDirectory.isNamed(childPath.name())) {
            return Optional.empty();
        }
        return FileFacts.of(entry)
                .or(() -> home.target(childPath).flatMap(FileFacts::of))
                .map(facts -> new HomeFile(home, childPath, facts));
    }

    private static boolean canBeWritten(Path target) {
        Path parent = target.getParent();
        return FileFacts.of(target)
                .map(FileFacts::isWritable)
                .orElseGet(() -> parent != null
                        && FileFacts.of(parent)
                                .filter(FileFacts::isDirectory)
                                .filter(FileFacts::isWritable)
                                .isPresent());
    }

    private static boolean succeeds(FileOperation operation) {
        try {
            operation.run();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private interface FileOperation {
        void run() throws IOException;
    }
}
