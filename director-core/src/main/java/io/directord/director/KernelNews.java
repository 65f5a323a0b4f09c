package io.directord.director;

import io.directord.director.journal.Entry;
import io.directord.director.reconcile.Round;
import io.directord.kernel.ipvs.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a round brought that was not so before: a change that is refused again and again is told of
 * once, as is a kernel that does not answer. One thread's.
 */
final class KernelNews {
  private Set<Refusal> refused = Set.of();
  private Optional<String> failure = Optional.empty();

  /** Puts it into words when asked, which any thread may do. */
  Supplier<List<Entry>> of(Round round) {
    List<Entry> trouble = new ArrayList<>();
    if (round.failure().isPresent()) {
      if (!round.failure().equals(failure)) {
        trouble.add(Entry.of("kernel-failed", "because", round.failure().get()));
      }
      failure = round.failure();
      return () -> trouble;
    }
    Set<Refusal> now = new HashSet<>(round.refusals());
    if (round.inStep() && (failure.isPresent() || !refused.isEmpty())) {
      trouble.add(Entry.of("in-step", "because", "the kernel holds what is wanted again"));
    }
    List<Refusal> fresh =
        round.refusals().stream().filter(each -> !refused.contains(each)).toList();
    failure = Optional.empty();
    refused = now;
    return () -> {
      List<Entry> all = KernelEvents.of(round, fresh);
      all.addAll(trouble);
      return all;
    };
  }
}
