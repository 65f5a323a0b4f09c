package io.directord.director.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Who asks for a change, as the kernel has it, in words that operators know. */
final class Author {
  private static final Path USERS = Path.of("/etc/passwd");
  private static final int LINES_MAX = 100_000;
  private static final int CLAIM_CHARACTERS_MAX = 64;

  private Author() {}

  /** Reads the users of this host: not on a loop. */
  static String of(Caller caller, String claim) {
    try (Stream<String> users = Files.lines(USERS)) {
      return words(caller, name(caller.uid(), users), claim);
    } catch (IOException | UncheckedIOException unreadable) {
      return words(caller, Optional.empty(), claim);
    }
  }

  /**
   * The name of the user at the other end. Root may say for whom it speaks, as sudo knows, and so
   * may a user whose name is not known here; anybody else is who they are. Pure.
   *
   * @param name of the caller's user, where it has one
   * @param claim what the request says
   */
  static String words(Caller caller, Optional<String> name, String claim) {
    String claimed = clean(claim);
    if (caller.uid() == Caller.UNKNOWN) {
      return claimed.isEmpty() ? "unknown" : claimed;
    }
    String known = name.orElse("uid " + caller.uid());
    boolean speaksForOthers = caller.uid() == 0 || name.isEmpty();
    return !speaksForOthers || claimed.isEmpty() || claimed.equals(known)
        ? known
        : claimed + " (" + known + ")";
  }

  /** A JVM that does not know its user's name says {@code ?}. */
  private static String clean(String claim) {
    String beginning = claim.substring(0, Math.min(claim.length(), CLAIM_CHARACTERS_MAX));
    String clean = beginning.replaceAll("[\\p{Cntrl}\"]", "'").strip();
    return clean.equals("?") ? "" : clean;
  }

  /** The first user of that number, in lines as of passwd(5). Pure. */
  static Optional<String> name(int uid, Stream<String> users) {
    String number = Integer.toUnsignedString(uid);
    return users
        .limit(LINES_MAX)
        .map(line -> line.split(":", 4))
        .filter(fields -> fields.length == 4 && fields[2].equals(number) && !fields[0].isEmpty())
        .map(fields -> fields[0])
        .findFirst();
  }
}
