package org.ephemeralftp.docker.soak;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Every kind of visit, by name. */
final class Kinds {
    private Kinds() {}

    static Map<String, Visit.Kind> all() {
        Map<String, Visit.Kind> kinds = new LinkedHashMap<>();
        for (RealClient client : RealClient.values()) {
            if (client.uploads()) {
                kinds.put(client + " upload", visit -> client.transfer(visit, true));
            }
            kinds.put(client + " download", visit -> client.transfer(visit, false));
        }
        for (OwnTransfer transfer : OwnTransfer.values()) {
            kinds.put(words(transfer), transfer);
        }
        for (Mischief mischief : Mischief.values()) {
            kinds.put(words(mischief), mischief);
        }
        return kinds;
    }

    static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
