package org.ephemeralftp.docker.lab;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.sweep.PortNumbers;

/** Orders and findings as the two virtual machines hand them over: nobody else reads it, and both are of one version. */
final class LabJson {
    private static final Gson GSON = new GsonBuilder()
            .registerTypeAdapter(Duration.class, asText(Duration::toString, Duration::parse))
            .registerTypeAdapter(PortNumbers.class, asText(PortNumbers::toString, PortNumbers::parse))
            .registerTypeHierarchyAdapter(InetAddress.class, asText(InetAddress::getHostAddress, LabJson::address))
            .registerTypeAdapterFactory(new Optionals())
            .create();

    private LabJson() {}

    static void write(Path file, Object value) throws IOException {
        Files.writeString(file, GSON.toJson(value));
    }

    static <T> T read(Path file, Class<T> type) throws IOException {
        return GSON.fromJson(Files.readString(file), type);
    }

    private static InetAddress address(String text) {
        try {
            // No name, so that nobody is asked.
            return InetAddress.getByName(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static <T> TypeAdapter<T> asText(Function<T, String> text, Function<String, T> value) {
        return new TypeAdapter<T>() {
            @Override
            public void write(JsonWriter out, T each) throws IOException {
                out.value(text.apply(each));
            }

            @Override
            public T read(JsonReader in) throws IOException {
                return value.apply(in.nextString());
            }
        }.nullSafe();
    }

    /** An optional value is there, or null. */
    private static final class Optionals implements TypeAdapterFactory {
        @Override
        @SuppressWarnings("unchecked") // The type is asked for.
        public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
            if (type.getRawType() != Optional.class) {
                return null;
            }
            TypeToken<?> of = TypeToken.get(((ParameterizedType) type.getType()).getActualTypeArguments()[0]);
            return (TypeAdapter<T>) optional(gson.getAdapter(of));
        }

        private static <E> TypeAdapter<Optional<E>> optional(TypeAdapter<E> adapter) {
            return new TypeAdapter<>() {
                @Override
                public void write(JsonWriter out, Optional<E> value) throws IOException {
                    boolean serializeNulls = out.getSerializeNulls();
                    out.setSerializeNulls(true);
                    if (value.isPresent()) {
                        adapter.write(out, value.get());
                    } else {
                        out.nullValue();
                    }
                    out.setSerializeNulls(serializeNulls);
                }

                @Override
                public Optional<E> read(JsonReader in) throws IOException {
                    if (in.peek() == JsonToken.NULL) {
                        in.nextNull();
                        return Optional.empty();
                    }
                    return Optional.of(adapter.read(in));
                }
            };
        }
    }
}
