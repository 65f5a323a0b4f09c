package io.directord.director.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.directord.health.Tls;
import io.directord.health.Tls.Begin;
import io.directord.health.Tls.ClientCertificate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code tls} of a check: {@code true}, {@code false}, or an object. */
final class TlsReader {
  static final String KEY = "tls";

  private static final Map<String, Begin> BEGINS =
      Map.of("at-once", Begin.AT_ONCE, "starttls", Begin.STARTTLS);

  /** As TLS sends it: RFC 6066, section 3; an address is no name there. */
  private static final Pattern SERVER_NAME =
      Pattern.compile("(?=.{1,253}$)(?!\\d+(\\.\\d+)*$)[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63})*");

  private TlsReader() {}

  /** Empty means in clear; what is wrong is noted in the section. */
  static Optional<Tls> read(Section check, Optional<Tls> base) {
    Optional<ConfigValue> value = check.value(KEY);
    if (value.isEmpty()) {
      return base;
    }
    if (value.get() instanceof ConfigObject) {
      return check.section(KEY).flatMap(section -> settings(section, base.orElse(Tls.DEFAULT)));
    }
    if (value.get().valueType() == ConfigValueType.LIST) {
      check.error(KEY, "tls must be true, false or an object { }, found a list");
      return base;
    }
    return check.flag(KEY, true) ? base.or(() -> Optional.of(Tls.DEFAULT)) : Optional.empty();
  }

  private static Optional<Tls> settings(Section section, Tls base) {
    section.unknownKeys(Keys.TLS);
    Begin begin = section.choice("begin", BEGINS, base.begin());
    boolean verify = section.flag("verify", base.verify());
    Optional<Path> authorities = file(section, "authorities").or(base::authorities);
    if (!verify && section.has("authorities")) {
      section.error("authorities", "authorities are not asked with verify = false");
    }
    Optional<String> name = serverName(section).or(base::serverName);
    List<String> protocols =
        section.has("protocols") ? texts(section, "protocols") : base.protocols();
    Optional<ClientCertificate> client = client(section, base.client());
    int warnDays = section.integer("warn-days", 0, Tls.DAYS_MAX, base.warnDays());
    int failDays = section.integer("fail-days", 0, Tls.DAYS_MAX, base.failDays());
    Set<String> fingerprints =
        section.has("fingerprints") ? fingerprints(section) : base.fingerprints();
    return section.clean()
        ? section.build(() ->
            new Tls(
                begin,
                verify,
                authorities,
                name,
                protocols,
                client,
                warnDays,
                failDays,
                fingerprints))
        : Optional.empty();
  }

  private static Optional<ClientCertificate> client(
      Section section, Optional<ClientCertificate> base) {
    Optional<Path> chain =
        file(section, "certificate").or(() -> base.map(ClientCertificate::chain));
    Optional<Path> key = file(section, "key").or(() -> base.map(ClientCertificate::key));
    if (chain.isPresent() && key.isEmpty() && !section.has("key")) {
      section.error("certificate", "certificate needs a key: the PEM file of its private key");
    }
    if (key.isPresent() && chain.isEmpty() && !section.has("certificate")) {
      section.error("key", "key needs a certificate: the PEM file of its chain");
    }
    return chain.flatMap(c -> key.map(k -> new ClientCertificate(c, k)));
  }

  /** Not opened here: it belongs to the machine that the daemon runs on. */
  private static Optional<Path> file(Section section, String key) {
    Optional<String> text = section.text(key);
    if (text.isPresent() && (!text.get().startsWith("/") || text.get().indexOf('\0') >= 0)) {
      section.error(
          key, key + " must be the absolute path of a PEM file, found " + Values.quote(text.get()));
      return Optional.empty();
    }
    return text.map(Path::of);
  }

  private static Optional<String> serverName(Section section) {
    Optional<String> name = section.text("server-name");
    name.filter(n -> !SERVER_NAME.matcher(n).matches())
        .ifPresent(n ->
            section.error(
                "server-name",
                "server-name must be a DNS name such as www.example.com, found "
                    + Values.quote(n)
                    + "; without it, the probed address is verified"));
    return name;
  }

  private static List<String> texts(Section section, String key) {
    List<String> texts = new ArrayList<>();
    for (ConfigValue value : section.list(key, Limits.TLS_ENTRIES_MAX)) {
      Values.text(value)
          .ifPresentOrElse(
              texts::add,
              () -> section.error(value, key + " must hold text, found " + Values.describe(value)));
    }
    return texts;
  }

  /** As openssl prints them: with colons, in capitals. */
  private static Set<String> fingerprints(Section section) {
    Set<String> fingerprints = new HashSet<>();
    for (String text : texts(section, "fingerprints")) {
      String digits = text.replace(":", "").toLowerCase(Locale.ROOT);
      if (!digits.matches("[0-9a-f]{64}")) {
        section.error(
            "fingerprints",
            "fingerprints must be SHA-256, 64 hexadecimal digits, found " + Values.quote(text));
      }
      fingerprints.add(digits);
    }
    return fingerprints;
  }
}
