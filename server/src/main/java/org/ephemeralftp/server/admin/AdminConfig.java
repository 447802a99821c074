package org.ephemeralftp.server.admin;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The immutable configuration of the live view, made with {@link #builder()}.
 *
 * @param port where it is served over HTTP; default null, nowhere; 0 lets the system choose
 * @param address the address it is served on; default the loopback address; any other needs a token
 * @param token what readers have to know; default null, nothing
 * @param tokenFile a file that has the token, read when the server starts; default null, none
 */
public record AdminConfig(
        @Nullable Integer port,
        InetAddress address,
        @Nullable String token,
        @Nullable Path tokenFile) {
    /** No live view. */
    public static final AdminConfig OFF = builder().build();

    static final int SHORTEST_TOKEN = 16;

    /** What can stand in an Authorization header (RFC 6750, section 2.1). */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{" + SHORTEST_TOKEN + ",}=*");

    /** Refuses what contradicts itself. */
    public AdminConfig {
        if (port != null && (port < 0 || port > 65535)) {
            throw new IllegalArgumentException("--admin-port must be 0 to 65535, not " + port);
        }
        if (port == null) {
            refuseWithoutPort("--admin-address", !address.isLoopbackAddress());
            refuseWithoutPort("--admin-token-file", token != null || tokenFile != null);
        } else if (!address.isLoopbackAddress() && token == null && tokenFile == null) {
            throw new IllegalArgumentException("--admin-address " + address.getHostAddress()
                    + " can be reached from other machines, so the live view needs a token: add --admin-token-file FILE"
                    + " (openssl rand -hex 32 makes one), or leave out --admin-address to serve this machine only");
        }
        if (token != null && tokenFile != null) {
            throw new IllegalArgumentException("The token of the live view is given twice: leave out it or its file");
        }
        if (token != null && !isToken(token)) {
            throw new IllegalArgumentException("The token of the live view is not one: " + formOfToken());
        }
    }

    private static void refuseWithoutPort(String option, boolean given) {
        if (given) {
            throw new IllegalArgumentException(
                    option + " means nothing without --admin-port: add --admin-port 8080, or leave out " + option);
        }
    }

    static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    static String formOfToken() {
        return "it must have at least " + SHORTEST_TOKEN
                + " characters of A-Z a-z 0-9 - . _ ~ + / and may end with = (openssl rand -hex 32 makes one)";
    }

    /** Whether there is a live view at all. */
    public boolean isOn() {
        return port != null;
    }

    /** Where it is served; not the token. */
    @Override
    public String toString() {
        return port == null ? "off" : address.getHostAddress() + " port " + port;
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds an {@link AdminConfig}; see there for the meaning and default of each value. */
    public static final class Builder {
        private @Nullable Integer port;
        private InetAddress address = InetAddress.getLoopbackAddress();
        private @Nullable String token;
        private @Nullable Path tokenFile;

        private Builder() {}

        public Builder port(int value) {
            port = value;
            return this;
        }

        public Builder address(InetAddress value) {
            address = value;
            return this;
        }

        public Builder token(String value) {
            token = value;
            return this;
        }

        public Builder tokenFile(Path value) {
            tokenFile = value;
            return this;
        }

        /**
         * The configuration.
         *
         * @throws IllegalArgumentException if it contradicts itself
         */
        public AdminConfig build() {
            return new AdminConfig(port, address, token, tokenFile);
        }
    }
}
