package io.directord.director;

import io.directord.director.reconcile.Round;
import java.util.Optional;

/**
 * What a reload came to.
 *
 * @param round that carried it out; empty where nothing was taken over, or where the kernel kept
 *     silent
 */
public record Reloaded(LastReload reload, Optional<Round> round) {}
