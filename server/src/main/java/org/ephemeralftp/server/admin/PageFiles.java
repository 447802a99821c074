package org.ephemeralftp.server.admin;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files of the page, which lie beside this class in {@code page/}; there is no way out of it. */
final class PageFiles {
    private static final Pattern NAME = Pattern.compile("/([A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*\\.([a-z0-9]+))");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon");

    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** A file as it is sent. */
    private static final class PageFile {
        private final byte[] content;
        private final String type;
        private final String tag;

        private PageFile(byte[] content, String type) {
            this.content = content;
            this.type = type;
            tag = tag(content);
        }
    }

    private final Map<String, PageFile> files = new ConcurrentHashMap<>();

    /** The file of a path; null if there is none. */
    @Nullable
    Answer answer(String path, HttpExchange exchange) throws IOException {
        PageFile file = file(path.equals("/") ? "/index.html" : path);
        if (file == null) {
            return null;
        }
        boolean known = file.tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
        Answer answer = known ? Answer.empty(304) : Answer.of(200, file.type, file.content);
        return answer.with("ETag", file.tag).with("Cache-Control", "no-cache").with("Content-Security-Policy", POLICY);
    }

    private @Nullable PageFile file(String path) throws IOException {
        PageFile read = files.get(path);
        Matcher matcher = NAME.matcher(path);
        if (read != null || !matcher.matches()) {
            return read;
        }
        String type = TYPES.get(matcher.group(2));
        try (InputStream in = PageFiles.class.getResourceAsStream("page/" + matcher.group(1))) {
            if (in == null || type == null) {
                return null;
            }
            byte[] content = in.readAllBytes();
            PageFile file = new PageFile(content, type);
            files.put(path, file);
            return file;
        }
    }

    private static String tag(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
