package io.directord.director.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.directord.director.config.Secrets.Fetched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  @TempDir private Path folder;

  @Test
  void theLineBreakBehindTextDoesNotCount() throws IOException {
    assertArrayEquals("secret".getBytes(UTF_8), fetched("secret\n".getBytes(UTF_8)));
    assertArrayEquals("secret".getBytes(UTF_8), fetched("secret\r\n".getBytes(UTF_8)));
    assertArrayEquals("secret\n".getBytes(UTF_8), fetched("secret\n\n".getBytes(UTF_8)));
  }

  @Test
  void bytesThatAreNoTextAreTakenAsTheyAre() throws IOException {
    byte[] bytes = {1, 2, (byte) 0xff, '\n'};
    assertArrayEquals(bytes, fetched(bytes));
  }

  @Test
  void aCredentialIsInTheFolderOfSystemd() throws IOException {
    Files.writeString(folder.resolve("vrrp"), "key\n");
    Secrets secrets = new Secrets(Optional.of(folder));
    Fetched fetched = secrets.fetch(new Secret.Credential("vrrp"));
    assertArrayEquals(
        "key".getBytes(UTF_8), assertInstanceOf(Fetched.Found.class, fetched).bytes());
  }

  @Test
  void withoutSystemdThereAreNoCredentials() {
    Fetched fetched = new Secrets(Optional.empty()).fetch(new Secret.Credential("vrrp"));
    assertEquals(
        new Fetched.Missing(
            "credential vrrp was not handed over: CREDENTIALS_DIRECTORY is not set; write"
                + " LoadCredential= into the unit"),
        fetched);
  }

  @Test
  void aCredentialThatTheUnitDoesNotNameIsMissing() {
    assertEquals(
        new Fetched.Missing(
            "credential vrrp was not handed over: no LoadCredential= of the unit names it"),
        new Secrets(Optional.of(folder)).fetch(new Secret.Credential("vrrp")));
  }

  @Test
  void eachSecretThatCannotBeUsedIsOneProblem() throws IOException {
    Path small = Files.writeString(folder.resolve("small"), "too short\n");
    Path large = Files.writeString(folder.resolve("large"), "x".repeat(5000));
    Path good = Files.writeString(folder.resolve("good"), "x".repeat(32) + "\n");
    DirectorConfig config =
        ConfigText.valid(
            """
            director { virtual-routers {
              a { interface = eth0, vrid = 1, addresses = [192.0.2.10/24], authentication { hmac {
                keys { 1 = "file:%s", 2 = "file:/no/such", 3 = "file:%s", 4 = "file:%s", 5 = "file:%s" }
                active-key = 1
              } } }
              b { interface = eth0, vrid = 2, version = 2, addresses = [192.0.2.11/24]
                authentication { pass = "file:%s" } }
            } }
            """
                .formatted(small, good, large, folder, small));
    assertEquals(
        List.of(
            "this host: virtual router \"a\", authentication.hmac.keys.1 must have 32..64 bytes,"
                + " found 9 in "
                + small,
            "this host: virtual router \"a\", authentication.hmac.keys.2: /no/such does not exist",
            "this host: virtual router \"a\", authentication.hmac.keys.4: "
                + large
                + " is no key: it has more than 4096 bytes",
            "this host: virtual router \"a\", authentication.hmac.keys.5: "
                + folder
                + " is a directory",
            "this host: virtual router \"b\", authentication.pass must have 1..8 bytes: version 2"
                + " carries no more; found 9 in "
                + small),
        new Secrets(Optional.empty()).problems(config).stream().map(Problem::toString).toList());
  }

  private byte[] fetched(byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("key"), content);
    Fetched fetched = new Secrets(Optional.empty()).fetch(new Secret.File(file));
    return assertInstanceOf(Fetched.Found.class, fetched).bytes();
  }
}
