package io.directord.director.peer;

import io.directord.director.config.DirectorConfig;
import io.directord.director.reconcile.Verdicts;
import io.directord.failover.RoutersView;

/**
 * This director at one moment, as far as others are told of it.
 *
 * @param ready every check has spoken, and the kernel is in step
 */
public record Now(
    DirectorConfig config, int generation, boolean ready, Verdicts verdicts, RoutersView routers) {}
