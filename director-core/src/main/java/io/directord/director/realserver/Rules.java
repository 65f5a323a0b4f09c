package io.directord.director.realserver;

import io.directord.director.realserver.Step.Look;
import io.directord.director.realserver.Step.Toggle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rules of the packet filters, in chains and tables of our own. Pure. */
final class Rules {
  static final String ARP_TABLE = "arp directord_arp";
  static final String REDIRECT_TABLE = "directord_redirect";

  private Rules() {}

  /** Another program may hold the lock of {@code iptables}; {@code arptables} has none. */
  private static String start(String program, String table) {
    return program.equals("arptables") ? program : program + " -w 4 -t " + table;
  }

  /** A chain of our own. */
  record Chain(String program, String table, String name) implements Toggle {
    @Override
    public String key() {
      return "chain " + program + " " + table + " " + name;
    }

    @Override
    public String text() {
      return "chain " + name + " of " + program + ", table " + table;
    }

    @Override
    public String why() {
      return "keeps our rules apart from others";
    }

    @Override
    public Look look() {
      return Look.at(start(program, table) + " -n -L " + name);
    }

    @Override
    public List<Command> make() {
      return List.of(Command.of(start(program, table) + " -N " + name));
    }

    @Override
    public List<Command> undo() {
      return List.of(Command.of(start(program, table) + " -X " + name));
    }
  }

  /** A rule; the words are in the order in which {@code arptables} lists them. */
  record Rule(String program, String table, String chain, String words) implements Toggle {
    @Override
    public String key() {
      return "rule " + program + " " + table + " " + chain + " " + words;
    }

    @Override
    public String text() {
      return "rule of " + program + ": " + chain + " " + words;
    }

    @Override
    public String why() {
      if (words.contains("REDIRECT")) {
        return "this host serves what goes to that address";
      }
      return words.contains("DROP")
          ? "nobody who asks for the address is answered"
          : words.contains("mangle") ? "our own requests do not name the address" : "our rules run";
    }

    private Command with(String option) {
      return Command.of(start(program, table) + " " + option + " " + chain + " " + words);
    }

    /**
     * Old {@code arptables} cannot ask for one rule. Only our own chains are listed: the kind that
     * does not work lists the others, too, and as empty.
     */
    @Override
    public Look look() {
      if (!program.equals("arptables")) {
        return new Look(with("-C"), List.of());
      }
      return words.startsWith("-j DIRECTORD")
          ? Look.at(program + " -n -L " + words.substring("-j ".length()), "(1 references)")
          : Look.at(program + " -n -L " + chain, words);
    }

    @Override
    public List<Command> make() {
      return List.of(with("-I"));
    }

    @Override
    public List<Command> undo() {
      return List.of(with("-D"));
    }
  }

  /**
   * Hides addresses by a table for ARP.
   *
   * @param pairs {@code VIP=REAL}, with one blank between them
   */
  record NftArp(String pairs) implements Toggle {
    @Override
    public String key() {
      return "nft-arp";
    }

    @Override
    public String rest() {
      return pairs;
    }

    @Override
    public String text() {
      return "table " + ARP_TABLE + " of nft, for " + pairs;
    }

    @Override
    public String why() {
      return "nobody who asks for the address is answered; our own requests name the other one";
    }

    private List<String> rules(boolean input) {
      List<String> rules = new ArrayList<>();
      for (String pair : pairs.split(" ", -1)) {
        String[] both = pair.split("=", -1);
        rules.add(
            input
                ? "arp daddr ip " + both[0] + " drop"
                : "arp saddr ip " + both[0] + " arp saddr ip set " + both[1]);
      }
      return rules;
    }

    @Override
    public Look look() {
      List<String> all = new ArrayList<>(rules(true));
      all.addAll(rules(false));
      return new Look(Command.of("nft list table " + ARP_TABLE), all);
    }

    @Override
    public Look there() {
      return Look.at("nft list table " + ARP_TABLE);
    }

    @Override
    public List<Command> make() {
      return List.of(
          nft(
              ARP_TABLE,
              chain("input", "filter", "input", "0", rules(true))
                  + chain("output", "filter", "output", "0", rules(false))));
    }

    @Override
    public List<Command> undo() {
      return List.of(Command.of("nft delete table " + ARP_TABLE));
    }
  }

  /**
   * Takes packets without the address.
   *
   * @param services {@code ADDRESS PORT/PROTOCOL}, with a comma between them
   */
  record NftRedirect(String family, String services) implements Toggle {
    private String table() {
      return family + " " + REDIRECT_TABLE;
    }

    @Override
    public String key() {
      return "nft-redirect " + family;
    }

    @Override
    public String rest() {
      return services;
    }

    @Override
    public String text() {
      return "table " + table() + " of nft, for " + services.replace(",", ", ");
    }

    @Override
    public String why() {
      return "this host serves what goes to that address";
    }

    private List<String> rules() {
      List<String> rules = new ArrayList<>();
      for (String service : services.split(",", -1)) {
        String[] words = service.split("[ /]", -1);
        rules.add(
            family + " daddr " + words[0] + " " + words[2] + " dport " + words[1] + " redirect");
      }
      return rules;
    }

    @Override
    public Look look() {
      return new Look(Command.of("nft -n list table " + table()), rules());
    }

    @Override
    public Look there() {
      return Look.at("nft list table " + table());
    }

    @Override
    public List<Command> make() {
      return List.of(nft(table(), chain("prerouting", "nat", "prerouting", "-100", rules())));
    }

    @Override
    public List<Command> undo() {
      return List.of(Command.of("nft delete table " + table()));
    }
  }

  private static String chain(
      String name, String type, String hook, String priority, List<String> rules) {
    return "  chain "
        + name
        + " {\n    type "
        + type
        + " hook "
        + hook
        + " priority "
        + priority
        + "; policy accept;\n    "
        + String.join("\n    ", rules)
        + "\n  }\n";
  }

  /** One transaction that puts this table in the place of whichever was there. */
  private static Command nft(String table, String chains) {
    String text =
        "add table "
            + table
            + "\ndelete table "
            + table
            + "\ntable "
            + table
            + " {\n"
            + chains
            + "}\n";
    return new Command(List.of("nft", "-f", "-"), text);
  }

  /** A direct rule of firewalld: of the running one, or of what it reads when it starts. */
  record Firewalld(boolean permanent, String family, String address, int port, String protocol)
      implements Toggle {
    @Override
    public String key() {
      return (permanent ? "firewalld-permanent " : "firewalld ")
          + family
          + " "
          + address
          + " "
          + port
          + " "
          + protocol;
    }

    @Override
    public String text() {
      return "direct rule of firewalld"
          + (permanent ? " (permanent)" : "")
          + " for "
          + address
          + " "
          + port
          + "/"
          + protocol;
    }

    @Override
    public String why() {
      return "this host serves what goes to that address";
    }

    /** What is permanent is among the running rules as soon as firewalld has read it. */
    @Override
    public List<Step> afterBoot() {
      return permanent
          ? List.of(this, new Firewalld(false, family, address, port, protocol))
          : List.of();
    }

    @Override
    public Optional<Step.Condition> condition() {
      return Optional.of(
          new Step.Condition(
              Command.of("firewall-cmd --state"),
              "firewalld does not run: start it, or use --redirect nft or iptables"));
    }

    private Command with(String verb) {
      return Command.of(
          "firewall-cmd "
              + (permanent ? "--permanent " : "")
              + "--direct "
              + verb
              + " "
              + family
              + " nat PREROUTING 0 -d "
              + address
              + " -p "
              + protocol
              + " -m "
              + protocol
              + " --dport "
              + port
              + " -j REDIRECT");
    }

    @Override
    public Look look() {
      return new Look(with("--query-rule"), List.of());
    }

    @Override
    public List<Command> make() {
      return List.of(with("--add-rule"));
    }

    @Override
    public List<Command> undo() {
      return List.of(with("--remove-rule"));
    }
  }
}
