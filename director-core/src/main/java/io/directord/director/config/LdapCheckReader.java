package io.directord.director.config;

import io.directord.health.Check;
import io.directord.health.database.Credentials;
import io.directord.health.database.LdapCheck;
import io.directord.health.database.LdapFilter;
import io.directord.health.database.MqttCheck;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what only checks of directories and brokers have. */
final class LdapCheckReader {
  private static final LdapCheck LDAP =
      new LdapCheck(Credentials.NONE, Optional.empty(), LdapFilter.ANY);
  private static final MqttCheck MQTT =
      new MqttCheck(Credentials.NONE, MqttCheck.Version.V3_1_1, false);

  static final List<CheckKind> KINDS =
      List.of(
          DatabaseCheckReader.kind(
              LDAP, Set.of("user", "password", "base", "filter"), LdapCheckReader::ldap),
          DatabaseCheckReader.kind(
              MQTT, Set.of("user", "password", "version", "ping"), LdapCheckReader::mqtt));

  private LdapCheckReader() {}

  private static Optional<Check> ldap(Section section, Optional<Check> base) {
    LdapCheck defaults = (LdapCheck) base.orElse(LDAP);
    Optional<String> entry = section.text("base").or(defaults::base);
    Optional<LdapFilter> filter =
        section
            .text("filter")
            .map(text -> section.build(() -> LdapFilter.of(text)))
            .orElse(Optional.of(defaults.filter()));
    return DatabaseCheckReader.credentials(section, defaults.credentials())
        .filter(_ -> section.clean() && filter.isPresent())
        .flatMap(who -> section.build(() -> new LdapCheck(who, entry, filter.orElseThrow())));
  }

  private static Optional<Check> mqtt(Section section, Optional<Check> base) {
    MqttCheck defaults = (MqttCheck) base.orElse(MQTT);
    MqttCheck.Version version =
        section.choice("version", MqttCheck.Version.WORDS, defaults.version());
    boolean ping = section.flag("ping", defaults.ping());
    return DatabaseCheckReader.credentials(section, defaults.credentials())
        .filter(_ -> section.clean())
        .flatMap(who -> section.build(() -> new MqttCheck(who, version, ping)));
  }
}
