package io.directord.director.reconcile;

import io.directord.kernel.ipvs.IpvsChange;
import io.directord.kernel.ipvs.IpvsTable;
import io.directord.kernel.ipvs.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The outcome of the last comparison with the kernel, for status, metrics and logs.
 *
 * @param number counts rounds from 1
 * @param wish the last wish that it has in it, as {@link Reconciler#want} numbered it
 * @param table as it was read at the round's start
 * @param plan what differed; in shadow mode it stays undone
 * @param refusals changes that the kernel did not take
 * @param failure why the round came to nothing, such as a kernel without IPVS
 * @param inStep the kernel holds what is wanted
 */
public record Round(
    long number,
    long wish,
    IpvsTable table,
    Plan plan,
    int applied,
    List<Refusal> refusals,
    Optional<String> failure,
    boolean inStep,
    Duration reading,
    Duration changing) {

  /** One line for each change that the kernel did not take. */
  public List<String> refused() {
    return refusals.stream().map(Refusal::text).toList();
  }

  /** The changes of the plan that were made, in order. */
  public List<IpvsChange> taken() {
    List<IpvsChange> all = plan.changes();
    if (refusals.isEmpty()) {
      return applied == 0 ? List.of() : all;
    }
    Set<IpvsChange> refused = new HashSet<>();
    refusals.forEach(refusal -> refused.add(refusal.change()));
    Set<IpvsChange> grow = new HashSet<>(all.subList(0, plan.growing()));
    List<Refusal> grown = refusals.stream().filter(each -> grow.contains(each.change())).toList();
    List<IpvsChange> taken = new ArrayList<>(all.subList(0, plan.growing()));
    taken.addAll(Planning.without(all.subList(plan.growing(), all.size()), grown));
    taken.removeIf(refused::contains);
    return taken;
  }
}
