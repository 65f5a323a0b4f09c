package io.directord.director.config;

import io.directord.director.config.EventKinds.Level;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Somebody who is told of events.
 *
 * @param timeout of one attempt
 * @param attempts before an event is left for the next
 */
public record HookConfig(String name, Way way, Filter filter, Duration timeout, int attempts) {
  /** Without a choice: what somebody may want to be woken for. */
  public static final Set<String> USUAL =
      Set.of(
          "role",
          "split-brain",
          "split-brain-ended",
          "address-conflict",
          "arp-problem",
          "arp-problem-ended",
          "overslept",
          "panic",
          "panic-ended",
          "self-doubt",
          "self-doubt-ended");

  public static final Duration TIMEOUT = Duration.ofSeconds(30);
  public static final Duration TIMEOUT_MAX = Duration.ofHours(1);
  public static final int ATTEMPTS = 3;
  public static final int ATTEMPTS_MAX = 20;

  /** How it is told. */
  public sealed interface Way {}

  /**
   * A program gets the event on standard input and as environment.
   *
   * @param arguments that follow those of the command
   */
  public record Program(List<String> command, Arguments arguments) implements Way {
    public Program {
      command = List.copyOf(command);
      if (command.isEmpty() || !command.getFirst().startsWith("/")) {
        throw new IllegalArgumentException("run must begin with an absolute path");
      }
    }
  }

  /** A line goes into a named pipe. */
  public record Fifo(Path path, Arguments arguments) implements Way {
    public Fifo {
      if (!path.isAbsolute()) {
        throw new IllegalArgumentException("fifo must be an absolute path");
      }
    }
  }

  /**
   * The event is posted as JSON.
   *
   * @param certificates in PEM, whom to trust instead of the runtime's
   */
  public record Web(URI url, Map<String, Secret> headers, Optional<Path> certificates)
      implements Way {
    public Web {
      headers = Collections.unmodifiableMap(new TreeMap<>(headers));
      boolean http = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      if (!http || url.getHost() == null || url.getUserInfo() != null) {
        throw new IllegalArgumentException(
            "post must be an https:// or http:// address with a host, and no password in it");
      }
    }

    /** Such an address is often a password in itself. */
    @Override
    public String toString() {
      return "Web[" + url.getHost() + "]";
    }
  }

  /**
   * A mail to somebody, by SMTP.
   *
   * @param certificates in PEM, whom to trust instead of the runtime's
   * @param subject stands at the beginning of each
   * @param collect how long others may come that go with an event
   * @param apart between two mails, at least
   */
  public record Mail(
      String host,
      int port,
      Encryption tls,
      boolean verify,
      Optional<Path> certificates,
      Optional<Login> login,
      String from,
      List<String> to,
      String subject,
      Duration collect,
      Duration apart)
      implements Way {
    public static final Duration COLLECT = Duration.ofSeconds(5);
    public static final Duration APART = Duration.ofMinutes(1);
    public static final Duration WAIT_MAX = Duration.ofHours(1);

    public Mail {
      to = List.copyOf(to);
      if (to.isEmpty()) {
        throw new IllegalArgumentException("to must name somebody");
      }
      if (login.isPresent() && tls == Encryption.NONE) {
        throw new IllegalArgumentException(
            "user goes with tls = starttls or implicit only: a password is not sent in the clear");
      }
    }
  }

  /** How a mail server is talked to. */
  public enum Encryption {
    NONE(25),
    /** Asked for in clear, and insisted on. */
    STARTTLS(587),
    IMPLICIT(465);

    private final int port;

    Encryption(int port) {
      this.port = port;
    }

    /** Where such a server usually is. */
    public int port() {
      return port;
    }
  }

  /** As whom a mail server knows this node. */
  public record Login(String user, Secret password) {}

  /** Which events; an empty list takes all. */
  public record Filter(
      Set<String> kinds,
      Level level,
      Set<String> routers,
      Set<String> services,
      Set<String> servers) {
    public static final Filter ALL = new Filter(Set.of(), Level.INFO, Set.of(), Set.of(), Set.of());

    public Filter {
      kinds = Set.copyOf(kinds);
      routers = Set.copyOf(routers);
      services = Set.copyOf(services);
      servers = Set.copyOf(servers);
    }
  }

  /** In whose words a program or a pipe is told. */
  public enum Arguments {
    NONE,
    /** {@code INSTANCE NAME MASTER|BACKUP|FAULT|STOP PRIORITY}, for scripts that exist. */
    KEEPALIVED
  }
}
