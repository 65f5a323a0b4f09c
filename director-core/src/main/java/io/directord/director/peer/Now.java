package io.directord.director.peer;

import io.directord.director.config.DirectorConfig;
import io.directord.director.reconcile.Verdicts;
import io.directord.failover.RoutersView;

/**
 * This director at one moment, as far as others are told of it.
 *
 * @param inStep the kernel holds what is wanted
 */
public record Now(
    DirectorConfig config,
    int generation,
    boolean inStep,
    Verdicts verdicts,
    RoutersView routers) {}
