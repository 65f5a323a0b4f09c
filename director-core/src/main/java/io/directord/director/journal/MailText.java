package io.directord.director.journal;

import io.directord.director.config.EventKinds.Level;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a mail says of a moment. Nothing in it can end a line of its own: what comes from outside
 * has blanks where it had control characters. Pure.
 *
 * @param id the same for the same events of a node, so that a mail that comes twice is known
 */
record MailText(String id, String date, String subject, String body) {
  private static final int LINE_CHARS_MAX = 1_000;
  private static final int SUBJECT_CHARS_MAX = 200;

  /** RFC 5322, section 3.3. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  static MailText of(String node, String prefix, Moment moment) {
    JournalEvent first = moment.first();
    String id = "<" + first.sequence() + "." + first.at().toEpochMilli() + "@" + host(node) + ">";
    return new MailText(
        id, DATE.format(first.at()), subject(node, prefix, moment), body(node, moment));
  }

  /** A node's name as mail servers take it: a name of letters, digits, "-" and ".". */
  static String host(String node) {
    String plain = node.replaceAll("[^A-Za-z0-9.-]", "-").replaceAll("^[.-]+|[.-]+$", "");
    return plain.isEmpty() ? "directord" : plain;
  }

  /** Without line breaks, and no longer than that. */
  static String oneLine(String text, int charsMax) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
        .limit(charsMax)
        .forEach(line::appendCodePoint);
    return line.length() < text.length() ? line + "…" : line.toString();
  }

  private static String subject(String node, String prefix, Moment moment) {
    JournalEvent worst =
        moment.events().stream()
            .max(
                Comparator.comparing(JournalEvent::level)
                    .thenComparing(Comparator.comparingLong(JournalEvent::sequence).reversed()))
            .orElse(moment.first());
    String of = worst.subject();
    String what = worst.kind() + (of.isEmpty() ? "" : " " + of) + stateOf(worst);
    int others = moment.count() - 1;
    String text =
        prefix + " " + node + ": " + what + (others == 0 ? "" : " and " + others + " more");
    return oneLine(text.strip(), SUBJECT_CHARS_MAX);
  }

  private static String stateOf(JournalEvent event) {
    String state = event.text("role").isEmpty() ? event.text("state") : event.text("role");
    return state.isEmpty() ? "" : " " + state;
  }

  private static String body(String node, Moment moment) {
    StringBuilder body = new StringBuilder();
    for (JournalEvent event : moment.events()) {
      body.append(oneLine(line(event), LINE_CHARS_MAX)).append('\n');
    }
    if (!moment.more().isEmpty()) {
      int more = moment.count() - moment.events().size();
      String kinds =
          new TreeMap<>(moment.more())
              .entrySet().stream()
                  .map(each -> each.getKey() + " " + each.getValue())
                  .collect(Collectors.joining(", "));
      body.append("and ").append(more).append(" more: ").append(kinds).append('\n');
    }
    return body.append("\n-- \ndirectord on ")
        .append(oneLine(node, LINE_CHARS_MAX))
        .append("; all of it: directorctl events --since ")
        .append(moment.first().sequence() - 1)
        .append('\n')
        .toString();
  }

  private static String line(JournalEvent event) {
    String fields =
        new TreeMap<>(event.fields())
            .entrySet().stream()
                .map(each -> " " + each.getKey() + "=" + quoted(each.getValue()))
                .collect(Collectors.joining());
    String level = event.level() == Level.INFO ? "" : " " + event.level().text() + ":";
    return event.at() + level + " " + event.kind() + fields;
  }

  private static String quoted(String value) {
    return value.indexOf(' ') < 0 ? value : "\"" + value + "\"";
  }
}
