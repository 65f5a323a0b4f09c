package io.directord.director.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import io.directord.health.Password;
import io.directord.health.database.Credentials;
import io.directord.health.database.MysqlCheck;
import io.directord.health.database.Query;
import io.directord.health.database.RedisCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks of databases, and the passwords of any check. */
final class DatabaseCheckReaderTest {
  private static final String SERVICE =
      "virtual-services { s { address = \"192.0.2.1:80\", check = c"
          + ", real-servers = [ { address = 10.0.0.1 } ] } }";

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"redis", "memcached", "mysql", "postgresql", "ldap", "mqtt"})
  void theReferenceHoldsTheDefaults(String type) {
    String defaults =
        ConfigFactory.parseResources("reference.conf")
            .getConfig("definitions")
            .getObject(type + "-check")
            .render(ConfigRenderOptions.concise());
    String keys = defaults.substring(1, defaults.length() - 1);
    assertEquals(check("type = " + type), check("type = " + type + "\n" + keys));
  }

  @Test
  void everythingThatIsGivenIsTaken() {
    Password password = Password.known("secret".getBytes(UTF_8));
    assertEquals(
        new MysqlCheck(
            new Credentials("u", Optional.of(password)),
            "shop",
            new Query("SELECT 1", Optional.of("1")),
            MysqlCheck.ReadOnly.NO),
        check(
                "type = mysql, user = u, password = \"plain:secret\", database = shop"
                    + ", query = \"SELECT 1\", expect = 1, read-only = no")
            .check());
  }

  @Test
  void aPasswordIsTakenFromItsFile() throws IOException {
    ConfigResult filled = fill("secret\n");
    var valid = assertInstanceOf(ConfigResult.Valid.class, filled);
    Password password = Password.known("secret".getBytes(UTF_8));
    RedisCheck expected =
        new RedisCheck(new Credentials("", Optional.of(password)), RedisCheck.Role.ANY, false);
    assertEquals(expected, valid.config().checks().getFirst().check());
    assertEquals(
        expected,
        valid.config().services().getFirst().servers().getFirst().checks().getFirst().check());
    assertEquals(filled, fill("secret\n"));
    assertNotEquals(filled, fill("another\n"));
    assertFalse(filled.toString().contains("secret"), filled.toString());
  }

  @Test
  void aPasswordThatCannotBeReadIsOneProblem() throws IOException {
    assertEquals(
        List.of("health check \"c\", password: " + file() + " does not exist"),
        problems(fillFrom()));
    assertEquals(
        List.of("health check \"c\", password must have 1..512 bytes, found 0, in file:" + file()),
        problems(fill("")));
  }

  private static List<String> problems(ConfigResult filled) {
    var invalid = assertInstanceOf(ConfigResult.Invalid.class, filled);
    return invalid.problems().stream().map(Problem::message).toList();
  }

  private ConfigResult fill(String content) throws IOException {
    Files.writeString(file(), content);
    return fillFrom();
  }

  private ConfigResult fillFrom() {
    String check = "health-checks { c { type = redis, password = \"file:" + file() + "\" } }";
    ConfigResult read =
        ConfigReader.parse("director { " + check + "\n" + SERVICE + " }", "test.conf");
    return CheckSecrets.fill(read, new Secrets(Optional.empty()));
  }

  private Path file() {
    return directory.resolve("password");
  }

  private static NamedCheck check(String body) {
    return ConfigText.valid("director { health-checks { c { " + body + " } } }")
        .checks()
        .getFirst();
  }
}
