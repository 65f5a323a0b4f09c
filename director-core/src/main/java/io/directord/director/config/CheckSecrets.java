package io.directord.director.config;

import io.directord.director.config.Secrets.Fetched;
import io.directord.health.Check;
import io.directord.health.Password;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the passwords that checks show to servers in their places, for one configuration. Blocks on
 * reading files; never on a loop.
 */
public final class CheckSecrets {
  private final Secrets secrets;
  private final Map<String, Fetched> fetched = new HashMap<>();
  private final Set<Problem> problems = new LinkedHashSet<>();

  private CheckSecrets(Secrets secrets) {
    this.secrets = secrets;
  }

  /** A reading that is valid here only when every password can be read. */
  public static ConfigResult fill(ConfigResult read, Secrets secrets) {
    if (!(read instanceof ConfigResult.Valid(var config, var warnings))) {
      return read;
    }
    CheckSecrets fill = new CheckSecrets(secrets);
    List<NamedCheck> checks = fill.checks(config.checks());
    List<VirtualService> services = config.services().stream().map(fill::service).toList();
    return fill.problems.isEmpty()
        ? new ConfigResult.Valid(config.withChecks(checks).withServices(services), warnings)
        : new ConfigResult.Invalid(List.copyOf(fill.problems));
  }

  private VirtualService service(VirtualService service) {
    return service.withServers(service.servers().stream().map(this::server).toList());
  }

  private RealServer server(RealServer server) {
    List<NamedCheck> checks = checks(server.checks());
    return checks.equals(server.checks()) ? server : server.withChecks(checks);
  }

  private List<NamedCheck> checks(List<NamedCheck> checks) {
    List<NamedCheck> filled = new ArrayList<>(checks.size());
    for (NamedCheck each : checks) {
      filled.add(
          each.check() instanceof Check.Probed probed
              ? each.withCheck(probed.withPasswords(password -> known(each, password)))
              : each);
    }
    return filled;
  }

  private Password known(NamedCheck check, Password password) {
    if (!(password instanceof Password.Unread(var place))) {
      return password;
    }
    Optional<Secret> secret = PasswordReader.secret(place);
    Fetched found =
        fetched.computeIfAbsent(
            place,
            _ ->
                secret
                    .map(secrets::fetch)
                    .orElseGet(() -> new Fetched.Missing(place + " names no secret")));
    Optional<String> trouble =
        switch (found) {
          case Fetched.Missing(String because) -> Optional.of(": " + because);
          case Fetched.Found known ->
              Password.complaint(known.bytes()).map(why -> " " + why + ", in " + place);
        };
    if (trouble.isEmpty() && found instanceof Fetched.Found known) {
      return Password.known(known.bytes());
    }
    String subject = "health check " + Values.quote(check.name()) + ", password";
    problems.add(
        new Problem("this host", 0, "director.health-checks", subject + trouble.orElse("")));
    return password;
  }
}
