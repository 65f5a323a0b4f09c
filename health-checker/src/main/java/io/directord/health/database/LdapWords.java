package io.directord.health.database;

/** Result codes of RFC 4511, appendix A, in an operator's words. Pure. */
final class LdapWords {
  private LdapWords() {}

  static String ofCode(int code) {
    return switch (code) {
      case 1 -> "the server's operations are out of order";
      case 2 -> "the server understands the protocol otherwise";
      case 3 -> "it takes too long";
      case 7 -> "no simple bind is possible";
      case 8 -> "a stronger login is required";
      case 10 -> "another server has it (referral)";
      case 11 -> "an administrative limit is exceeded";
      case 13 -> "encryption is required";
      case 32 -> "no such entry";
      case 34 -> "that is no distinguished name";
      case 48 -> "this way to log in is not allowed";
      case 49 -> "wrong user or password";
      case 50 -> "the user may not do that";
      case 51 -> "the server is busy";
      case 52 -> "the server is unavailable, or about to stop";
      case 53 -> "the server is unwilling";
      case 80 -> "the server has a problem of its own";
      default -> "an error";
    };
  }
}
