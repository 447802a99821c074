package org.ephemeralftp.server.control;

import java.io.IOException;
import java.util.function.Predicate;
import org.apache.ftpserver.ftplet.FileSystemView;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.files.HomeFile;
import org.ephemeralftp.server.files.HomeListing;

/**
 * What LIST or NLST is to list: a directory, the names in it that match a pattern, or one file. Options as {@code ls}
 * has them are dropped: RFC 959 knows none, and clients send them all the same. A file with exactly the name that was
 * given is always what is meant, whether it looks like an option, a pattern or neither.
 *
 * @param text the path as the client wrote it, without options, and up to the last {@code /} if there is a pattern
 * @param pattern what the names must match; null for all
 */
record ListArgument(HomeFile file, String text, @Nullable Glob pattern) {
    static ListArgument of(FtpIoSession session, FtpRequest request) throws FtpException {
        FileSystemView view = session.getFileSystemView();
        String text = request.hasArgument() ? request.getArgument() : "";
        HomeFile file = (HomeFile) view.getFile(text);
        while (beginsWithOption(text) && !file.doesExist()) {
            text = withoutFirstOption(text);
            file = (HomeFile) view.getFile(text);
        }
        int name = text.lastIndexOf('/') + 1;
        if (!Glob.isGlob(text.substring(name)) || file.doesExist()) {
            return new ListArgument(file, text, null);
        }
        String directory = text.substring(0, name);
        return new ListArgument((HomeFile) view.getFile(directory), directory, Glob.of(text.substring(name)));
    }

    /** What is left of an argument if nothing in it that looks like an option is a file. */
    static String withoutOptions(String argument) {
        String text = argument;
        while (beginsWithOption(text)) {
            text = withoutFirstOption(text);
        }
        return text;
    }

    private static boolean beginsWithOption(String text) {
        return text.startsWith("-") || text.startsWith(" ");
    }

    private static String withoutFirstOption(String text) {
        if (text.startsWith(" ")) {
            return text.stripLeading();
        }
        int end = text.indexOf(' ');
        return end < 0 ? "" : text.substring(end);
    }

    /** What is listed, as an absolute path of the client's. */
    String path() {
        return file.getAbsolutePath();
    }

    /** What stands in front of the name of every entry, so that the client can use it as it is. */
    String directoryPrefix() {
        return text.isEmpty() || text.endsWith("/") ? text : text + "/";
    }

    /**
     * Opens the listing.
     *
     * @throws ReplyException if there is no such file or directory, or it must not be read
     */
    HomeListing open(HomeListing.Detail detail) throws ReplyException {
        return pattern == null
                ? open(file, name -> true, detail)
                : openDirectory(file, pattern::matches, detail, new ReplyException(550, file + ": not a directory"));
    }

    /**
     * Opens the listing of a directory.
     *
     * @param otherwise what is thrown if it is another file
     */
    static HomeListing openDirectory(
            HomeFile file, Predicate<? super String> names, HomeListing.Detail detail, ReplyException otherwise)
            throws ReplyException {
        HomeListing listing = open(file, names, detail);
        if (!listing.isOfDirectory()) {
            // Nothing is open: only a directory has to be.
            throw otherwise;
        }
        return listing;
    }

    private static HomeListing open(HomeFile file, Predicate<? super String> names, HomeListing.Detail detail)
            throws ReplyException {
        try {
            return file.openListing(names, detail);
        } catch (IOException e) {
            throw new ReplyException(550, e);
        }
    }
}
