package io.directord.kernel.link;

import java.util.List;

/** What became of a list of changes. */
public record NetworkResult(int applied, List<NetworkRefusal> refused) {
  public NetworkResult {
    refused = List.copyOf(refused);
  }
}
