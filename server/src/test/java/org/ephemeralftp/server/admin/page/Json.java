package org.ephemeralftp.server.admin.page;

import com.google.gson.Gson;
import com.google.gson.JsonElement;

/** Values as JSON, which is also how JavaScript writes them. */
final class Json {
    private static final Gson GSON = new Gson();

    private Json() {}

    static JsonElement of(Object value) {
        return GSON.toJsonTree(value);
    }
}
