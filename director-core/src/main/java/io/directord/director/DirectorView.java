package io.directord.director;

import io.directord.director.config.DirectorConfig;
import io.directord.director.reconcile.OperatorOverride;
import io.directord.director.reconcile.Round;
import io.directord.director.reconcile.Verdicts;
import io.directord.kernel.ipvs.IpvsTable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that can be seen of the director at one moment; immutable.
 *
 * @param round absent before the kernel was looked at for the first time
 * @param table read last, for counters; may be younger than the round's
 * @param serverSince since when a server is in its state, by {@code SERVICE/SERVER}
 */
public record DirectorView(
    DirectorConfig config,
    Path file,
    boolean shadow,
    int generation,
    Instant loadedAt,
    LastReload lastReload,
    Optional<Round> round,
    IpvsTable table,
    Verdicts verdicts,
    Map<String, OperatorOverride> overrides,
    Map<String, Instant> serverSince,
    Instant startedAt) {}
