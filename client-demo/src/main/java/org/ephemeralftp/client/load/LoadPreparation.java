package org.ephemeralftp.client.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.StallGuard;

/** What must be so before a load begins: uploads can be deleted again, and there is something to download. */
final class LoadPreparation {
    private final LoadPlan plan;
    private final LoadFiles files;
    private final Map<Long, Cargo> downloads = new HashMap<>();

    LoadPreparation(LoadPlan plan, LoadFiles files) {
        this.plan = plan;
        this.files = files;
        SameAgain same = new SameAgain();
        plan.file()
                .ifPresent(name ->
                        plan.sizes().forEach(size -> downloads.put(size, new Cargo.Download(name, same::check))));
    }

    /** Makes it so; what it measures is nobody's business. */
    void by(FtpSession scout, StallGuard guard, LongSupplier ticker) throws LoadProblem, InterruptedException {
        LoadTransfer transfers = new LoadTransfer(scout, guard, ticker, new LoadMeters(ticker));
        if (plan.operations().contains(Operation.UPLOAD)) {
            Cargo.Upload first = upload(transfers, "first", plan.sizes().get(0));
            transfers.requireSize(first);
            transfers.delete(first);
            files.gone(first.name());
        }
        if (plan.downloadsItsOwn()) {
            for (long size : plan.sizes()) {
                Cargo.Upload upload = upload(transfers, "download-" + size, size);
                downloads.put(size, new Cargo.Download(upload.name(), upload.content()::check));
            }
        }
    }

    /** Uploads in the first of the modes that works: whether all do is the load's question. */
    private Cargo.Upload upload(LoadTransfer transfers, String which, long size)
            throws LoadProblem, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Cargo.Upload upload = new Cargo.Upload(files.begin(which), new LoadContent(-size, size));
        List<DataMode> modes = plan.modes();
        for (DataMode mode : modes.subList(0, modes.size() - 1)) {
            try {
                transfers.run(upload, mode);
                return upload;
            } catch (LoadProblem e) {
                if (e.broken()) {
                    throw e;
                }
            }
        }
        transfers.run(upload, modes.get(modes.size() - 1));
        return upload;
    }

    /** What downloads of this size take. */
    Cargo download(long size) {
        Cargo download = downloads.get(size);
        if (download == null) {
            throw new IllegalStateException("nothing of " + size + " bytes was prepared");
        }
        return download;
    }
}
