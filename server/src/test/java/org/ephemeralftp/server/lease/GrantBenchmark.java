package org.ephemeralftp.server.lease;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.ftpserver.impl.PassivePorts;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Grant and release of a port, without the bind, against the list of passive ports of Apache FtpServer. Not a test:
 * {@code mvn -q -pl server -Pbench test} runs it and prints a table, with the options of JMH in {@code -Dbench.args}.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 600, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // The harness fills the states in before it uses them.
public class GrantBenchmark {
    /** How many ports there are, and how many of a hundred are taken for the whole run. */
    @State(Scope.Benchmark)
    public static class Occupancy {
        @Param({"100", "1000", "16384"})
        public int ports;

        @Param({"0", "50", "99"})
        public int percent;

        /** Every thread finds a port, so that nobody is refused or made to wait. */
        int taken(int threads) {
            return Math.min(ports * percent / 100, ports - threads);
        }
    }

    /** Our pool. */
    @State(Scope.Benchmark)
    public static class Pooled {
        private PooledGrants grants;

        @Setup(Level.Trial)
        public void fill(Occupancy occupancy, BenchmarkParams params) throws Exception {
            grants = new PooledGrants(occupancy.ports, occupancy.taken(params.getThreads()));
        }

        @TearDown(Level.Trial)
        public void close() {
            grants.close();
        }
    }

    /** One session of our pool per thread, each from its own address. */
    @State(Scope.Thread)
    public static class Session {
        private LeaseHolder holder;

        @Setup(Level.Trial)
        public void open(Pooled pooled) throws IOException {
            holder = pooled.grants.open();
        }
    }

    /** Apache FtpServer's list. */
    @State(Scope.Benchmark)
    public static class Listed {
        private PassivePorts ports;

        @Setup(Level.Trial)
        public void fill(Occupancy occupancy, BenchmarkParams params) {
            ports = passivePorts(occupancy.ports, occupancy.taken(params.getThreads()));
        }
    }

    /** Apache FtpServer's list of the ports 40000 and up, some of them reserved, which does not try to bind. */
    static PassivePorts passivePorts(int ports, int taken) {
        PassivePorts list = new PassivePorts("40000-" + (40_000 + ports - 1), false);
        for (int i = 0; i < taken; i++) {
            list.reserveNextPort();
        }
        return list;
    }

    @Benchmark
    public int pool(Pooled pooled, Session session) throws LeaseException, InterruptedException {
        return pooled.grants.grantAndRelease(session.holder);
    }

    /** Leases that nobody uses: their ports rest, and soon every port does. Not run unless asked for by name. */
    @Benchmark
    public int poolResting(Pooled pooled, Session session) throws LeaseException, InterruptedException {
        return pooled.grants.grantAndAbort(session.holder);
    }

    @Benchmark
    public int passivePorts(Listed listed) {
        int port = listed.ports.reserveNextPort();
        listed.ports.releasePort(port);
        return port;
    }

    public static void main(String... args) throws CommandLineOptionException, RunnerException {
        CommandLineOptions given = new CommandLineOptions(args);
        Map<Row, Map<String, Double>> rates = new TreeMap<>();
        List<Integer> threads =
                given.getThreads().hasValue() ? List.of(given.getThreads().get()) : List.of(1, 8);
        for (int count : threads) {
            run(given, count).forEach(result -> add(rates, result));
        }
        print(rates);
    }

    private static Collection<RunResult> run(CommandLineOptions given, int threads) throws RunnerException {
        var options = new OptionsBuilder()
                .parent(given)
                .threads(threads)
                .shouldFailOnError(true)
                .verbosity(given.verbosity().orElse(VerboseMode.SILENT));
        if (given.getIncludes().isEmpty()) {
            options.include(GrantBenchmark.class.getName() + "\\.(pool|passivePorts)$");
        }
        return new Runner(options.build()).run();
    }

    private record Row(int threads, int ports, int percent) implements Comparable<Row> {
        @Override
        public int compareTo(Row other) {
            int order = Integer.compare(threads, other.threads);
            order = order != 0 ? order : Integer.compare(ports, other.ports);
            return order != 0 ? order : Integer.compare(percent, other.percent);
        }
    }

    private static void add(Map<Row, Map<String, Double>> rates, RunResult result) {
        BenchmarkParams params = result.getParams();
        Row row = new Row(
                params.getThreads(),
                Integer.parseInt(params.getParam("ports")),
                Integer.parseInt(params.getParam("percent")));
        String name = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
        rates.computeIfAbsent(row, r -> new TreeMap<>())
                .put(name, result.getPrimaryResult().getScore());
    }

    @SuppressWarnings("SystemOut")
    private static void print(Map<Row, Map<String, Double>> rates) {
        System.out.println("| threads | ports | taken | lease pool, 1/s | µs each | PassivePorts, 1/s | ratio |");
        System.out.println("|--------:|------:|------:|----------------:|--------:|------------------:|------:|");
        rates.forEach((row, byName) -> {
            double list = byName.getOrDefault("passivePorts", Double.NaN);
            byName.forEach((name, rate) -> {
                if (!name.equals("passivePorts")) {
                    System.out.printf(
                            Locale.ROOT,
                            "| %7d | %5d | %4d%% | %,15.0f | %7.3f | %,17.0f | %5.1f |%n",
                            row.threads,
                            row.ports,
                            row.percent,
                            rate,
                            1e6 / rate,
                            list,
                            rate / list);
                }
            });
        });
    }
}
