package io.directord.director.command;

import io.directord.director.command.Look.Tone;
import java.util.List;
import java.util.Locale;

/** Rows under a head, with columns as wide as their widest cell. Pure. */
final class Table {
  private static final String GAP = "  ";
  private static final int LAST_MIN = 12;

  private Table() {}

  /**
   * Where the whole is wider than the terminal, the last column is cut, and then whatever is beyond
   * the edge.
   */
  static String draw(List<List<String>> rows, String indent, Look look) {
    List<String> head = rows.getFirst();
    int last = head.size() - 1;
    int[] widths = new int[head.size()];
    int before = indent.length();
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
      before += i < last ? widths[i] + GAP.length() : 0;
    }
    int room = look.width() == 0 ? Integer.MAX_VALUE : Math.max(LAST_MIN, look.width() - before);
    StringBuilder text = new StringBuilder();
    boolean first = true;
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(indent);
      int used = indent.length();
      for (int i = 0; i < widths.length; i++) {
        String cell = i == last ? cut(row.get(i), room) : row.get(i);
        String shown = look.width() == 0 ? cell : cut(cell, Math.max(0, look.width() - used));
        Tone tone = first ? Tone.HEAD : tone(head.get(i), cell);
        line.append(look.paint(shown, tone));
        used += cell.length();
        boolean more = row.subList(i + 1, row.size()).stream().anyMatch(each -> !each.isEmpty());
        if (more) {
          line.repeat(' ', widths[i] - cell.length() + GAP.length());
          used += widths[i] - cell.length() + GAP.length();
        }
      }
      text.append(line).append('\n');
      first = false;
    }
    return text.toString();
  }

  static String cut(String cell, int room) {
    if (cell.length() <= room) {
      return cell;
    }
    return room <= 1 ? "" : cell.substring(0, room - 1) + "…";
  }

  /** What a cell under this head says of how things stand. */
  static Tone tone(String head, String cell) {
    return switch (head) {
      case "STATE" ->
          cell.contains("!") || cell.startsWith("down")
              ? Tone.BAD
              : cell.equals("up") ? Tone.GOOD : Tone.UNUSUAL;
      case "ROLE" ->
          !cell.equals(cell.toLowerCase(Locale.ROOT)) || cell.startsWith("fault")
              ? Tone.BAD
              : cell.equals("active")
                  ? Tone.GOOD
                  : cell.equals("backup") ? Tone.PLAIN : Tone.UNUSUAL;
      case "QUORUM" -> cell.equals("held") ? Tone.GOOD : Tone.BAD;
      default -> Tone.PLAIN;
    };
  }
}
