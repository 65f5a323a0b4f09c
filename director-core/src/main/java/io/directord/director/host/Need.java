package io.directord.director.host;

/** How much depends on a value. Pure. */
public enum Need {
  /** Without it, nothing arrives. */
  REQUIRED("required"),
  /** It works without, but worse. */
  ADVISED("advised"),
  /** A matter of taste, or of somebody else: never set, and never complained of. */
  SHOWN("shown");

  private final String text;

  Need(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
