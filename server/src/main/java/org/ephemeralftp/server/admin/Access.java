package org.ephemeralftp.server.admin;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may read the live view. Where there is a token, programs say it in each request, and browsers once, for a cookie.
 *
 * <p>Where only this machine can connect, its browsers still can be made to by any page, if that page's name is made to
 * lead here (DNS rebinding). So a request has to name this server as nobody else's page can: by address, or as localhost.
 */
final class Access {
    private static final String COOKIE = "ephemeral-ftp-admin";
    private static final int LONGEST_TOKEN_FILE = 4096;
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.]+(?:%[^\\]]*)?\\]|[^:\\[\\]]+)(?::\\d*)?");
    private static final Pattern ADDRESS = Pattern.compile("\\[.*\\]|\\d{1,3}(?:\\.\\d{1,3}){3}");

    /** Null if everybody may read. */
    private final byte @Nullable [] token;

    private final boolean loopback;
    private final Set<String> names;

    private Access(@Nullable String token, boolean loopback, Set<String> names) {
        this.token = token == null ? null : token.getBytes(StandardCharsets.US_ASCII);
        this.loopback = loopback;
        this.names = names;
    }

    /** @throws IllegalArgumentException if the file of the token cannot be read or has none */
    static Access of(AdminConfig config) {
        Path file = config.tokenFile();
        String token = file == null ? config.token() : read(file);
        // The name before the slash is the one that was given; a literal has none, and none is looked up.
        String given = config.address().toString();
        String name = given.substring(0, given.indexOf('/')).toLowerCase(Locale.ROOT);
        Set<String> names =
                name.isEmpty() || name.equals("localhost") ? Set.of("localhost") : Set.of("localhost", name);
        return new Access(token, config.address().isLoopbackAddress(), names);
    }

    private static String read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            String token = new String(in.readNBytes(LONGEST_TOKEN_FILE), StandardCharsets.US_ASCII).strip();
            if (!AdminConfig.isToken(token)) {
                throw new IllegalArgumentException(
                        "--admin-token-file " + file + " has no token: " + AdminConfig.formOfToken());
            }
            return token;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "--admin-token-file " + file + " cannot be read: name a file that the server may read", e);
        }
    }

    /** The answer to a request that may not be served; null if it may. */
    @Nullable
    Answer refusal(HttpExchange exchange) {
        if (loopback && !isForHere(exchange.getRequestHeaders().getFirst("Host"))) {
            return Answer.text(
                    403, "Not served under this name: use the address of the server, or localhost (--admin-address)");
        }
        String path = exchange.getRequestURI().getPath();
        byte[] wanted = token;
        if (wanted == null || path.startsWith("/health/") || hasToken(exchange, wanted)) {
            return null;
        }
        String offered = path.equals("/") ? offered(exchange.getRequestURI().getRawQuery()) : null;
        if (offered != null && isEqual(offered, wanted)) {
            return Answer.empty(303)
                    .with("Location", "/")
                    .with("Cache-Control", "no-store")
                    .with("Set-Cookie", COOKIE + "=" + cookie(wanted) + "; Path=/; HttpOnly; SameSite=Strict");
        }
        return unauthorized(exchange).with("WWW-Authenticate", "Bearer");
    }

    /** A request without a name is no browser's. */
    private boolean isForHere(@Nullable String host) {
        if (host == null) {
            return true;
        }
        Matcher matcher = HOST.matcher(host.strip());
        if (!matcher.matches()) {
            return false;
        }
        String name = matcher.group(1).toLowerCase(Locale.ROOT);
        return names.contains(name) || ADDRESS.matcher(name).matches();
    }

    private static boolean hasToken(HttpExchange exchange, byte[] wanted) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization != null
                && authorization.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length())
                && isEqual(authorization.substring("Bearer ".length()).strip(), wanted)) {
            return true;
        }
        List<String> cookies = exchange.getRequestHeaders().getOrDefault("Cookie", List.of());
        byte[] value = cookie(wanted).getBytes(StandardCharsets.US_ASCII);
        return cookies.stream()
                .flatMap(header -> Arrays.stream(header.split(";")))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(COOKIE + "="))
                .anyMatch(cookie -> isEqual(cookie.substring(COOKIE.length() + 1), value));
    }

    private static @Nullable String offered(@Nullable String query) {
        if (query == null || !query.startsWith("token=")) {
            return null;
        }
        try {
            // In a token a plus is one, and no space.
            String value = query.substring("token=".length()).replace("+", "%2B");
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Takes as long for every text of the same length, so that a token cannot be found out piece by piece. */
    private static boolean isEqual(String said, byte[] wanted) {
        return MessageDigest.isEqual(said.getBytes(StandardCharsets.UTF_8), wanted);
    }

    /** What stands for the token in a cookie, which browsers send to every port of this host. */
    private static String cookie(byte[] token) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("cookie ".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(token));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static Answer unauthorized(HttpExchange exchange) {
        String accept = exchange.getRequestHeaders().getFirst("Accept");
        if (accept == null || !accept.contains("text/html")) {
            return Answer.text(401, "A token is needed: send it as 'Authorization: Bearer TOKEN'");
        }
        String page = """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>Ephemeral FTP: a token is needed</title></head>
                <body>
                <h1>A token is needed</h1>
                <p>Open this page once as <code>/?token=TOKEN</code>, with the token of <code>--admin-token-file</code>.
                This browser then has it until it is closed.</p>
                </body>
                </html>
                """;
        return Answer.now(401, "text/html; charset=utf-8", page).with("Content-Security-Policy", PageFiles.POLICY);
    }
}
