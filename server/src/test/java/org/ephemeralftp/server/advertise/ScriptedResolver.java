package org.ephemeralftp.server.advertise;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A resolver that knows what it was told, and counts how often it was asked. */
final class ScriptedResolver implements HostResolver {
    private final Map<String, List<InetAddress>> answers = new ConcurrentHashMap<>();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();

    void answer(String name, String... addresses) {
        answers.put(
                name,
                Stream.of(addresses)
                        .map(address -> AdvertisedHost.parse(address).orElseThrow())
                        .map(host -> ((AdvertisedHost.Address) host).address())
                        .toList());
    }

    void forget(String name) {
        answers.remove(name);
    }

    int asked(String name) {
        return asked.getOrDefault(name, 0);
    }

    @Override
    public List<InetAddress> resolve(String name) throws UnknownHostException {
        asked.merge(name, 1, Integer::sum);
        List<InetAddress> answer = answers.get(name);
        if (answer == null) {
            throw new UnknownHostException(name);
        }
        return answer;
    }
}
