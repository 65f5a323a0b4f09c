package io.directord.health.database;

import io.directord.health.FailureKind;
import io.directord.health.database.RedisCheck.Role;
import io.directord.health.database.RespReply.Item;
import io.directord.health.transport.Conversation;
import io.directord.health.transport.Quotes;
import java.util.List;

/** What Redis says, in an operator's words. Pure but for its verdict. */
final class RedisWords {
  private RedisWords() {}

  /** Its errors begin with a word of their own. */
  static String ofError(String error) {
    String word = error.split(" ", 2)[0];
    return switch (word) {
      case "LOADING" -> "is still loading its data (LOADING)";
      case "MASTERDOWN" -> "is a replica that has lost its master (MASTERDOWN)";
      case "NOAUTH" -> "wants a password (NOAUTH): give the check one";
      case "WRONGPASS" -> "refuses user or password (WRONGPASS)";
      case "NOPERM" -> "does not permit the user this (" + Quotes.of(error) + ")";
      case "BUSY" -> "is busy with a script (BUSY)";
      case "MISCONF" -> "takes no writes, as it cannot save them (MISCONF)";
      default -> "answered " + Quotes.of(error);
    };
  }

  /** Of a master: its name, an offset, its replicas. Of a replica: host, port and state follow. */
  static void judgeRole(RedisCheck check, List<Item> items, Conversation conversation) {
    String role = items.size() < 4 || !items.getFirst().isList() ? "" : items.get(1).text();
    switch (role) {
      case "master" -> {
        String replicas = items.get(3).text();
        judge(check, Role.MASTER, "master, replicas " + number(replicas), "", conversation);
      }
      case "slave" -> {
        String state = items.size() < 5 ? "" : items.get(4).text();
        String master = items.get(2).text() + ":" + items.get(3).text();
        String words = "replica of " + Quotes.of(master) + ", " + Quotes.of(state);
        boolean lost = check.replicaConnected() && !state.equals("connected");
        judge(check, Role.REPLICA, words, lost ? ", expected \"connected\"" : "", conversation);
      }
      case "sentinel" ->
          conversation.failure(FailureKind.STATUS, "is a sentinel, and holds no data");
      default -> conversation.failure(FailureKind.PROTOCOL, "an answer to ROLE that names no role");
    }
  }

  private static String number(String text) {
    return text.matches("\\d{1,9}") ? text : "unknown";
  }

  private static void judge(
      RedisCheck check, Role found, String words, String complaint, Conversation conversation) {
    if (check.role() != found) {
      String wanted = check.role() == Role.MASTER ? "a master" : "a replica";
      conversation.failure(FailureKind.STATUS, words + "; expected " + wanted);
    } else if (!complaint.isEmpty()) {
      conversation.failure(FailureKind.STATUS, words + complaint);
    } else {
      conversation.success("PONG, " + words);
    }
  }
}
