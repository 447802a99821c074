package org.ephemeralftp.server.cli;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

import org.ephemeralftp.server.ports.KernelPorts;
import org.ephemeralftp.server.ports.PortSet;

/**
 * The named port ranges as a JSON object (RFC 8259): {@code machine} with its {@code ephemeral} and {@code reserved} ports
 * as text and size, or the reason why they are {@code unknown}, and the array {@code ranges}. What is unknown is null.
 */
final class RangesJson {
    private RangesJson() {}

    static String write(KernelPorts kernel, List<NamedRange> ranges) {
        return """
                {
                  "machine": %s,
                  "ranges": [
                %s
                  ]
                }""".formatted(
                        machine(kernel),
                        ranges.stream().map(range -> "    " + range(range)).collect(Collectors.joining(",\n")));
    }

    private static String machine(KernelPorts kernel) {
        if (kernel.unknownReason().isPresent()) {
            return "{\"ephemeral\": null, \"reserved\": null, \"unknown\": "
                    + string(kernel.unknownReason().get()) + "}";
        }
        return "{\"ephemeral\": " + ports(kernel.ephemeral()) + ", \"reserved\": " + ports(kernel.reserved())
                + ", \"unknown\": null}";
    }

    private static String ports(PortSet ports) {
        return "{\"ports\": " + string(ports.toString()) + ", \"size\": " + ports.size() + "}";
    }

    private static String range(NamedRange range) {
        var preset = range.preset();
        return "{\"name\": " + string(preset.name())
                + ", \"first\": " + preset.range().first()
                + ", \"last\": " + preset.range().last()
                + ", \"size\": " + preset.size()
                + ", \"family\": " + range.family()
                + ", \"whereUsed\": " + string(preset.whereUsed())
                + ", \"source\": " + string(preset.source())
                + ", \"overlap\": " + number(range.overlap()) + "}";
    }

    private static String number(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : "null";
    }

    /** A string with all escapes RFC 8259 requires, and everything outside ASCII escaped, for any encoding of the output. */
    static String string(String text) {
        var json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
