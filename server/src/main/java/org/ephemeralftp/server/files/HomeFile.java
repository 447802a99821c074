package org.ephemeralftp.server.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.ftpserver.ftplet.FtpFile;
import org.jspecify.annotations.Nullable;

/**
 * A file or directory of a user's home, or a place where one could be.
 *
 * <p>A path that must not be served (see {@link HomeFileSystem}) is a file that does not exist and cannot be created.
 * Every question is answered from the file system as it is now. Exceptions name the file as the client sees it, and say
 * why in words that are fit for the client; {@link NoSpaceException} is one of them. What {@link FtpFile} asks for beside
 * that serves the stock server's own commands.
 */
public final class HomeFile implements FtpFile {
    private final Home home;
    private final VirtualPath path;

    HomeFile(Home home, VirtualPath path) {
        this.home = home;
        this.path = path;
    }

    @Override
    public String getAbsolutePath() {
        return path.toString();
    }

    @Override
    public String getName() {
        return path.name();
    }

    /** {@inheritDoc} Never: a leading dot is only a name. */
    @Override
    public boolean isHidden() {
        return false;
    }

    @Override
    public boolean isDirectory() {
        return home.facts(path).filter(FileFacts::isDirectory).isPresent();
    }

    @Override
    public boolean isFile() {
        return home.facts(path).filter(FileFacts::isRegularFile).isPresent();
    }

    @Override
    public boolean doesExist() {
        return home.facts(path).isPresent();
    }

    @Override
    public boolean isReadable() {
        return home.facts(path)
                .filter(facts -> HomeEntry.permits(facts.real(), AccessMode.READ))
                .isPresent();
    }

    /** {@inheritDoc} A file that does not exist is writable if it can be created. */
    @Override
    public boolean isWritable() {
        return new PathRights(home, path).mayWrite();
    }

    @Override
    public boolean isRemovable() {
        return new PathRights(home, path).mayRemove();
    }

    @Override
    public String getOwnerName() {
        return home.facts(path).flatMap(FileFacts::owner).orElse("user");
    }

    @Override
    public String getGroupName() {
        return home.facts(path).flatMap(FileFacts::group).orElse("group");
    }

    @Override
    public int getLinkCount() {
        return home.facts(path).map(facts -> facts.isDirectory() ? 2 : 1).orElse(0);
    }

    /** {@inheritDoc} Zero if the file does not exist. */
    @Override
    public long getLastModified() {
        return home.facts(path).map(FileFacts::lastModifiedMillis).orElse(0L);
    }

    @Override
    public boolean setLastModified(long time) {
        return succeeds(() -> setTime(FileTime.fromMillis(time)));
    }

    /** {@inheritDoc} Zero if the file does not exist. */
    @Override
    public long getSize() {
        return home.facts(path).map(FileFacts::size).orElse(0L);
    }

    /** The path behind the client's path, symbolic links followed; null if it must not be served. */
    @Override
    public @Nullable Path getPhysicalFile() {
        return home.target(path).orElse(null);
    }

    @Override
    public boolean mkdir() {
        return succeeds(this::makeDirectory);
    }

    @Override
    public boolean delete() {
        return succeeds(isDirectory() ? this::deleteDirectory : this::deleteFile);
    }

    @Override
    public boolean move(FtpFile destination) {
        return destination instanceof HomeFile there && succeeds(() -> renameTo(there));
    }

    /** {@inheritDoc} Links that must not be followed are left out. Null also if the directory cannot be read. */
    @Override
    public @Nullable List<HomeFile> listFiles() {
        List<HomeFile> children = new ArrayList<>();
        try (HomeListing listing = openListing(name -> true, HomeListing.Detail.BRIEF)) {
            if (!listing.isOfDirectory()) {
                return null;
            }
            for (HomeEntry entry = listing.next(); entry != null; entry = listing.next()) {
                children.add(new HomeFile(home, path.child(entry.name())));
            }
        } catch (IOException e) {
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

    /** Makes a directory, and fails if anything has its name. */
    public void makeDirectory() throws IOException {
        changes().makeDirectory();
    }

    /** Deletes what is no directory; a symbolic link goes itself, not what it leads to. */
    public void deleteFile() throws IOException {
        changes().delete(EntryChanges.Kind.OTHER);
    }

    /** Deletes an empty directory; a symbolic link to a directory goes itself, whatever is in there. */
    public void deleteDirectory() throws IOException {
        changes().delete(EntryChanges.Kind.DIRECTORY);
    }

    /** Fails if the file is not there, or the account must not take it from its place. */
    public void requireRenamable() throws IOException {
        home.removableEntry(path);
        describe();
    }

    /** Gives the file, or the link, another name. Nothing is ever replaced: if that name is taken, it fails. */
    public void renameTo(HomeFile destination) throws IOException {
        new Renaming(home, path, destination.path).run();
    }

    /** Sets when the file, or directory, was last modified. */
    public void setTime(FileTime time) throws IOException {
        changes().setLastModified(time);
    }

    /** Describes the file by itself, named by its whole path. */
    public HomeEntry describe() throws IOException {
        FileFacts facts = home.facts(path).orElseThrow(() -> new Refusal(path).missing("no such file or directory"));
        return new HomeEntry(new PathRights(home, path), path.toString(), EntryFacts.brief(facts));
    }

    /** Opens the file for reading at an offset, which may be its end but not beyond. */
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
     * @throws IOException an {@link AccessDeniedException} if the account must not write here, a
     *     {@link NoSuchFileException} if there is no such directory, or one that says what is wrong with the file or the
     *     offset
     */
    public FileChannel openForWriting(long offset) throws IOException {
        return new ChannelOpener(home, path).forWriting(offset);
    }

    /**
     * Opens the directory, to be read one entry at a time; of a file that is not a directory, the only entry is the
     * file itself.
     *
     * @param wanted the names to be told of; of a file that is not a directory it is not asked
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

    private EntryChanges changes() {
        return new EntryChanges(home, path);
    }

    private static boolean succeeds(Change change) {
        try {
            change.make();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private interface Change {
        void make() throws IOException;
    }
}
