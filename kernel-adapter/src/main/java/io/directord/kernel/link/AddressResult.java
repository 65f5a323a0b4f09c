package io.directord.kernel.link;

import java.util.List;

/** What became of a list of changes. */
public record AddressResult(int applied, List<AddressRefusal> refused) {
  public AddressResult {
    refused = List.copyOf(refused);
  }
}
