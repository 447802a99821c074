package org.ephemeralftp.server.cli;

import java.util.OptionalInt;

import org.ephemeralftp.server.ports.KernelPorts;
import org.ephemeralftp.server.ports.PortRangePreset;

/**
 * A row of what {@code ranges} prints.
 *
 * @param preset the preset
 * @param family whether the preset stands for a family, its range being the widest of them
 * @param overlap the number of its ports that this machine's kernel may pick; empty if unknown
 */
record NamedRange(PortRangePreset preset, boolean family, OptionalInt overlap) {

    static NamedRange fixed(PortRangePreset preset, KernelPorts kernel) {
        return new NamedRange(preset, false, overlap(preset, kernel));
    }

    static NamedRange family(PortRangePreset preset, KernelPorts kernel) {
        return new NamedRange(preset, true, overlap(preset, kernel));
    }

    private static OptionalInt overlap(PortRangePreset preset, KernelPorts kernel) {
        return kernel.unknownReason().isPresent()
                ? OptionalInt.empty()
                : OptionalInt.of(kernel.collisions(preset.ports()).size());
    }
}
