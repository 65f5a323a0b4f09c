package io.directord.director.realserver;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing that a real server needs, how to see it, to make it and to undo it. Pure. The host's
 * driver, the printed commands and the script are all made from these words, so that they agree.
 */
public sealed interface Step {

  /** What it is about: of two steps with one key the later replaces the earlier. */
  String key();

  /** What it says of that; empty where the key says it all. */
  default String rest() {
    return "";
  }

  /** As a person reads it. */
  String text();

  /** What it is for. */
  String why();

  /** What the next boot finds of it. */
  default List<Step> afterBoot() {
    return List.of();
  }

  /** What must be so before anything is changed. */
  default Optional<Condition> condition() {
    return Optional.empty();
  }

  /** A program that ends well, or else this sentence is why nothing can be done. */
  record Condition(Command command, String otherwise) {}

  /**
   * A look at the host: in place when the command ends well and prints all texts.
   *
   * @param texts whole words, with one blank between them
   */
  record Look(Command command, List<String> texts) {
    public Look {
      texts = List.copyOf(texts);
    }

    static Look at(String command, String... texts) {
      return new Look(Command.of(command), List.of(texts));
    }

    boolean matches(String output) {
      String words = " " + String.join(" ", output.strip().split("\\s+", -1)) + " ";
      return texts.stream().allMatch(text -> words.contains(" " + text + " "));
    }
  }

  /** There or not there. */
  sealed interface Toggle extends Step
      permits Tunnels.Module,
          Tunnels.Device,
          Tunnels.Receiver,
          Tunnels.LinkUp,
          Address,
          Rules.Chain,
          Rules.Rule,
          Rules.NftArp,
          Rules.NftRedirect,
          Rules.Firewalld {
    Look look();

    /** Whether there is something to undo. */
    default Look there() {
      return look();
    }

    List<Command> make();

    /** Empty: it stays, and {@link #why} does not change that. */
    List<Command> undo();
  }

  /** Had a value before. */
  sealed interface Setting extends Step permits Sysctl, DefaultRoute {
    boolean isAsWanted(String now);
  }

  /** An address of this host alone. */
  record Address(String address, int prefix, String device) implements Toggle {
    @Override
    public String key() {
      return "address " + cidr() + " " + device;
    }

    private String cidr() {
      return address + "/" + prefix;
    }

    @Override
    public String text() {
      return "address " + cidr() + " on " + device;
    }

    @Override
    public String why() {
      return "packets for it are taken";
    }

    @Override
    public Look look() {
      String family = prefix == Requests.IPV6_BITS ? "inet6" : "inet";
      return Look.at("ip -o address show dev " + device + " to " + cidr(), family);
    }

    @Override
    public List<Command> make() {
      return List.of(Command.of("ip address add " + cidr() + " dev " + device));
    }

    @Override
    public List<Command> undo() {
      return List.of(Command.of("ip address del " + cidr() + " dev " + device));
    }
  }

  /** A kernel setting; the name has slashes, since an interface's may have dots. */
  record Sysctl(String name, String value) implements Setting {
    @Override
    public String key() {
      return "sysctl " + name;
    }

    @Override
    public String rest() {
      return value;
    }

    @Override
    public String text() {
      return "sysctl " + name + " = " + value;
    }

    @Override
    public String why() {
      return switch (name.substring(name.lastIndexOf('/') + 1)) {
        case "arp_ignore" -> "an interface answers ARP for its own addresses only";
        case "arp_announce" -> "an interface asks by its own addresses only";
        case "rp_filter" -> "unwrapped packets come from clients, whose way back is another device";
        default -> "";
      };
    }

    String path() {
      return "/proc/sys/" + name;
    }

    @Override
    public boolean isAsWanted(String now) {
      return now.equals(value);
    }
  }

  /** The default route that comes before all others. */
  record DefaultRoute(boolean six, String gateway) implements Setting {
    @Override
    public String key() {
      return "route " + (six ? "6" : "4");
    }

    @Override
    public String rest() {
      return gateway;
    }

    @Override
    public String text() {
      return "default route via " + gateway;
    }

    @Override
    public String why() {
      return "replies pass the director, which puts the service's address back";
    }

    private String ip() {
      return six ? "ip -6 " : "ip -4 ";
    }

    /** 0 is none for IPv4 and 1024 for IPv6: 1 comes before those of router advertisements. */
    private String metric() {
      return six ? " metric 1" : "";
    }

    Command list() {
      return Command.of(ip().strip() + " -o route show default");
    }

    Command make() {
      return Command.of(ip() + "route replace default via " + gateway + metric());
    }

    Command restore(String former) {
      return Command.of(
          former.isEmpty()
              ? ip() + "route del default via " + gateway + metric()
              : ip() + "route replace " + former);
    }

    /** The route of our metric, without what {@code ip} shows but does not take; or empty. */
    String now(String listing) {
      return listing
          .lines()
          .filter(line -> six ? line.contains(" metric 1 ") : !line.contains(" metric "))
          .findFirst()
          .map(DefaultRoute::words)
          .orElse("");
    }

    private static String words(String line) {
      return Stream.of(line.replace("\\", " ").strip().split("\\s+", -1))
          .filter(word -> !word.equals("linkdown") && !word.equals("dead"))
          .collect(Collectors.joining(" "));
    }

    @Override
    public boolean isAsWanted(String now) {
      return (now + " ").startsWith("default via " + gateway + " ");
    }
  }
}
