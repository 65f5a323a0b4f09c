package io.directord.director.config;

import io.directord.health.Password;
import io.directord.health.http.HttpLogin;
import io.directord.health.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a check of HTTP asks. */
final class HttpRequestReader {
  /** {@code token}, RFC 9110 section 5.6.2. */
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]*");
  private static final Pattern ONE_LINE = Pattern.compile("[^\\p{Cntrl}]*");

  private HttpRequestReader() {}

  /** Empty when something was wrong. */
  static Optional<HttpRequest> read(Section section, HttpRequest base) {
    String method = token(section, "method", "GET", base.method());
    String path = section.text("path").orElse(base.path());
    if (!VISIBLE.matcher(path).matches()) {
      section.error(
          "path",
          "path must hold no blanks and only ASCII (write %20), found " + Values.quote(path));
    }
    String host = host(section, base.host());
    Map<String, String> headers = headers(section, base.headers());
    Optional<HttpLogin> login = login(section, base.login());
    String body = section.text("body").orElse(base.body());
    if (!section.clean()) {
      return Optional.empty();
    }
    return section.build(() -> new HttpRequest(method, path, host, headers, login, body));
  }

  static String host(Section section, String base) {
    String host = section.text("host").orElse(base);
    if (!VISIBLE.matcher(host).matches()) {
      section.error("host", "host must hold no blanks, found " + Values.quote(host));
    }
    return host;
  }

  static String token(Section section, String key, String example, String base) {
    Optional<String> word = section.text(key);
    if (word.isPresent() && !TOKEN.matcher(word.get()).matches()) {
      section.error(
          key, key + " must be a word such as " + example + ", found " + Values.quote(word.get()));
    }
    return word.orElse(base);
  }

  static void requireName(Section section, String name) {
    if (!TOKEN.matcher(name).matches()) {
      section.error(name, "header " + Values.quote(name) + " is no header that HTTP can carry");
    }
  }

  static Map<String, String> headers(Section section, Map<String, String> base) {
    return section.section("headers").map(HttpRequestReader::headers).orElse(base);
  }

  private static Map<String, String> headers(Section section) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : section.keys()) {
      String value = section.text(name).orElse("");
      if (!TOKEN.matcher(name).matches() || !ONE_LINE.matcher(value).matches()) {
        section.error(name, "header " + Values.quote(name) + " is no header that HTTP can carry");
      }
      if (name.equalsIgnoreCase("host")) {
        section.error(name, "the Host header has a key of its own: host");
      }
      headers.put(name, value);
    }
    return headers;
  }

  private static Optional<HttpLogin> login(Section section, Optional<HttpLogin> base) {
    Optional<String> user = section.text("user").or(() -> base.map(HttpLogin::user));
    Optional<Password> password =
        section.has("password") ? password(section) : base.map(HttpLogin::password);
    if (user.isPresent() && password.isEmpty()) {
      section.lacks("password", "where it is found");
    }
    if (password.isPresent() && user.isEmpty()) {
      section.lacks("user", "whose password it is");
    }
    return user.flatMap(u -> password.flatMap(p -> section.build(() -> new HttpLogin(u, p))));
  }

  private static Optional<Password> password(Section section) {
    String text = section.value("password").flatMap(Values::text).orElse("");
    boolean elsewhere = text.startsWith("file:/") || text.matches("credential:[^/]+");
    if (elsewhere) {
      return Optional.of(new Password.Unread(text));
    }
    if (!text.startsWith("plain:")) {
      section.error(
          "password",
          "password must be \"file:/PATH\", \"credential:NAME\" or \"plain:TEXT\" (the value is"
              + " not shown)");
      return Optional.empty();
    }
    byte[] bytes = text.substring("plain:".length()).getBytes(StandardCharsets.UTF_8);
    return section.build(() -> Password.known(bytes));
  }
}
