package io.directord.director.config;

import io.directord.director.config.CheckKind.Way;
import io.directord.health.Check;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All types of checks. A family of them has one class with the list of its kinds. */
final class CheckKinds {
  private static final List<CheckKind> STATIC =
      List.of(
          CheckKind.without(Way.NONE, new Check.Fixed(true)),
          CheckKind.without(Way.NONE, new Check.Fixed(false)));

  private static final Map<String, CheckKind> BY_TYPE =
      byType(
          List.of(
              StreamCheckReader.KINDS,
              HttpCheckReader.KINDS,
              ProgramCheckReader.KINDS,
              DatagramCheckReader.KINDS,
              DnsCheckReader.KINDS,
              RadiusCheckReader.KINDS,
              RawCheckReader.KINDS,
              PathCheckReader.KINDS,
              GrpcCheckReader.KINDS,
              DatabaseCheckReader.KINDS,
              LdapCheckReader.KINDS,
              MailCheckReader.KINDS,
              STATIC));

  private CheckKinds() {}

  static Map<String, CheckKind> all() {
    return BY_TYPE;
  }

  /** The keys that some types have and others do not. */
  static Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    BY_TYPE.values().forEach(kind -> keys.addAll(kind.keys()));
    return keys;
  }

  static CheckKind of(Check check) {
    CheckKind kind = BY_TYPE.get(check.type());
    if (kind == null) {
      throw new IllegalStateException("no type of check is called " + check.type());
    }
    return kind;
  }

  private static Map<String, CheckKind> byType(List<List<CheckKind>> families) {
    Map<String, CheckKind> kinds = new LinkedHashMap<>();
    families.stream().flatMap(List::stream).forEach(kind -> kinds.put(kind.type(), kind));
    return kinds;
  }
}
