package io.directord.director.reconcile;

import io.directord.kernel.ipvs.IpvsTable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of the last comparison with the kernel, for status, metrics and logs.
 *
 * @param number counts rounds from 1
 * @param wish the last wish that it has in it, as {@link Reconciler#want} numbered it
 * @param table as it was read at the round's start
 * @param plan what differed; in shadow mode it stays undone
 * @param refused one line for each change that the kernel did not take
 * @param failure why the round came to nothing, such as a kernel without IPVS
 * @param inStep the kernel holds what is wanted
 */
public record Round(
    long number,
    long wish,
    IpvsTable table,
    Plan plan,
    int applied,
    List<String> refused,
    Optional<String> failure,
    boolean inStep,
    Duration reading,
    Duration changing) {}
