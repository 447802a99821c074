package org.ephemeralftp.client.probe;

import java.util.List;

/**
 * What was found in one cell.
 *
 * @param attempts in their order; none if the cell was skipped or not reached
 * @param checks what was tried beside them
 * @param remark why it was skipped, is inconclusive, or was not tried itself but takes over what another cell found; else
 *     empty
 */
public record CellResult(Cell cell, Verdict verdict, List<Attempt> attempts, List<Check> checks, String remark) {
    public CellResult {
        attempts = List.copyOf(attempts);
        checks = List.copyOf(checks);
    }
}
