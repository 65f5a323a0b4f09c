package io.directord.director.realserver;

import io.directord.director.realserver.Step.Address;
import io.directord.director.realserver.Step.DefaultRoute;
import io.directord.director.realserver.Step.Sysctl;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a step from its key and the rest. Pure. */
final class StepLines {
  private StepLines() {}

  /** Empty: torn, or of another version. */
  static Optional<Step> read(String key, String rest) {
    try {
      return Optional.ofNullable(step(key.split(" ", -1), key, rest))
          .filter(step -> step.key().equals(key) && step.rest().equals(rest));
    } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static @Nullable Step step(String[] words, String key, String rest) {
    return switch (words[0]) {
      case "sysctl" -> new Sysctl(words[1], rest);
      case "route" -> new DefaultRoute(words[1].equals("6"), rest);
      case "address" -> {
        String[] both = words[1].split("/", -1);
        yield new Address(both[0], Integer.parseInt(both[1]), words[2]);
      }
      case "module" -> new Tunnels.Module(words[1], words[2]);
      case "up" -> new Tunnels.LinkUp(words[1]);
      case "device" -> new Tunnels.Device(words[1], words[2], words[3], words[4]);
      case "fou" -> new Tunnels.Receiver(words[1].equals("6"), Integer.parseInt(words[2]));
      case "chain" -> new Rules.Chain(words[1], words[2], words[3]);
      case "rule" -> {
        String start = String.join(" ", words[0], words[1], words[2], words[3]);
        yield new Rules.Rule(words[1], words[2], words[3], key.substring(start.length() + 1));
      }
      case "nft-arp" -> new Rules.NftArp(rest);
      case "nft-redirect" -> new Rules.NftRedirect(words[1], rest);
      case "firewalld", "firewalld-permanent" ->
          new Rules.Firewalld(
              words[0].endsWith("t"), words[1], words[2], Integer.parseInt(words[3]), words[4]);
      default -> null;
    };
  }
}
