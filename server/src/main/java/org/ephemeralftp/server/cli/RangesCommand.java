package org.ephemeralftp.server.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import org.ephemeralftp.server.ports.KernelPorts;
import org.ephemeralftp.server.ports.PortRangePreset;

/** The command {@code ranges}: the port ranges known by name, beside this machine's own. */
@Command(
        name = "ranges",
        description =
                "Lists the port ranges that have a name and how much of each lies in this machine's own ephemeral range.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true)
final class RangesCommand implements Callable<Integer> {
    private final Supplier<KernelPorts> kernelPorts;

    @Option(names = "--json", description = "Print one JSON object instead of the table.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private CommandSpec spec;

    RangesCommand() {
        this(KernelPorts::read);
    }

    RangesCommand(Supplier<KernelPorts> kernelPorts) {
        this.kernelPorts = kernelPorts;
    }

    @Override
    public Integer call() {
        KernelPorts kernel = kernelPorts.get();
        List<NamedRange> ranges = Stream.concat(
                        PortRangePreset.all().stream().map(preset -> NamedRange.fixed(preset, kernel)),
                        Stream.of(NamedRange.family(PortRangePreset.windowsCustomFamily(), kernel)))
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(RangesJson.write(kernel, ranges));
        } else {
            RangesTable.lines(kernel, ranges, spec.usageMessage().width()).forEach(out::println);
        }
        out.flush();
        return 0;
    }
}
