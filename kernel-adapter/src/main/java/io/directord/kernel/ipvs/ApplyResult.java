package io.directord.kernel.ipvs;

import java.util.List;

/** What became of a list of changes. */
public record ApplyResult(int applied, List<Refusal> refused) {
  public ApplyResult {
    refused = List.copyOf(refused);
  }
}
