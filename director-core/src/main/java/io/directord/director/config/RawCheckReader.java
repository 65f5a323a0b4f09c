package io.directord.director.config;

import io.directord.health.raw.SynCheck;
import java.util.List;

/** Checks by raw sockets; none has keys of its own. */
final class RawCheckReader {
  static final List<CheckKind> KINDS =
      List.of(CheckKind.without(CheckKind.Way.RAW, new SynCheck()));

  private RawCheckReader() {}
}
