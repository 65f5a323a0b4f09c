package io.directord.director.command;

/** The text of a manual page, in the macros of man(7). One thread's. */
final class Roff {
  private final StringBuilder text = new StringBuilder();
  private boolean headed;

  Roff(String title, int section, String source) {
    text.append(".\\\" Made from ").append(source).append("; changes go there.\n");
    text.append(".TH ").append(title).append(' ').append(section);
    text.append(" \"\" \"directord\" \"directord\"\n");
  }

  void name(String name, String purpose) {
    section("NAME");
    text.append(escaped(name)).append(" \\- ").append(escaped(purpose)).append('\n');
  }

  void section(String title) {
    text.append(".SH \"").append(escaped(title)).append("\"\n");
    headed = true;
  }

  void subsection(String title) {
    text.append(".SS \"").append(escaped(title)).append("\"\n");
    headed = true;
  }

  void paragraph(String words) {
    begin();
    text.append(line(words));
  }

  /** A heading has begun a paragraph. */
  private void begin() {
    if (!headed) {
      text.append(".PP\n");
    }
    headed = false;
  }

  /** One entry of a list: a tag in bold, and what it means. */
  void entry(String tag, String meaning) {
    headed = false;
    text.append(".TP\n.B ").append(escaped(tag)).append('\n').append(line(meaning));
  }

  /** Lines as they are. */
  void verbatim(Iterable<String> lines) {
    begin();
    text.append(".nf\n");
    lines.forEach(each -> text.append(line(each)));
    text.append(".fi\n");
  }

  /** A line that begins with a dot or a quote would be a macro. */
  private static String line(String words) {
    String escaped = escaped(words);
    return (escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" : "") + escaped + "\n";
  }

  private static String escaped(String words) {
    return words
        .replace("\\", "\\e")
        .replace("-", "\\-")
        .replace("\"", "\\(dq")
        .replace("'", "\\(aq")
        .replace("`", "\\(ga")
        .replace("^", "\\(ha")
        .replace("~", "\\(ti");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
