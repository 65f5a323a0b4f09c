package io.directord.kernel.ipvs;

import java.util.List;
import java.util.stream.Stream;

/** What became of a list of changes. */
public record ApplyResult(int applied, List<Refusal> refused) {
  public ApplyResult {
    refused = List.copyOf(refused);
  }

  /** This and what became of the changes after them. */
  public ApplyResult and(ApplyResult later) {
    return new ApplyResult(
        applied + later.applied, Stream.concat(refused.stream(), later.refused.stream()).toList());
  }
}
