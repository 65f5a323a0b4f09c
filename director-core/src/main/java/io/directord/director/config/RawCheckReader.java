package io.directord.director.config;

import io.directord.health.Check;
import io.directord.health.raw.IcmpCheck;
import io.directord.health.raw.SynCheck;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what only checks by raw sockets have. */
final class RawCheckReader {
  static final List<CheckKind> KINDS =
      List.of(
          CheckKind.without(CheckKind.Way.RAW, new SynCheck()),
          new CheckKind(
              "icmp",
              CheckKind.Way.RAW,
              Optional.of(IcmpCheck.DEFAULT),
              Set.of("size"),
              RawCheckReader::icmp));

  private RawCheckReader() {}

  private static Optional<Check> icmp(Section section, Optional<Check> base) {
    IcmpCheck defaults = (IcmpCheck) base.orElse(IcmpCheck.DEFAULT);
    int size = section.integer("size", IcmpCheck.SIZE_MIN, IcmpCheck.SIZE_MAX, defaults.size());
    return section.clean() ? section.build(() -> new IcmpCheck(size)) : Optional.empty();
  }
}
