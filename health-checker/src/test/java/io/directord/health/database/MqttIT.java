package io.directord.health.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.directord.health.Program;
import io.directord.health.TestLoop;
import io.directord.health.database.MqttCheck.Version;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against Debian's mosquitto. */
final class MqttIT {
  private static final TestLoop loops = new TestLoop();

  @TempDir private Path directory;

  @BeforeAll
  static void isThere() {
    Program.require("mosquitto", "mosquitto");
  }

  @AfterAll
  static void nothingLeaked() {
    loops.close();
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void aBrokerIsUpUntilItIsFrozenOrGone(Version version) throws IOException {
    InetSocketAddress address = Asked.local(Program.freePort());
    MqttCheck check = new MqttCheck(Credentials.NONE, version, false);
    MqttCheck ping = new MqttCheck(Credentials.NONE, version, true);
    try (Program server = server(address, "allow_anonymous true")) {
      assertEquals("UP connection accepted", Asked.of(loops, address, check));
      assertEquals("UP connection accepted, ping answered", Asked.of(loops, address, ping));
      assertFalse(server.printed().contains("error"), server.printed());
      server.freeze();
      assertEquals(
          "TIMEOUT no answer within 300ms (connected, waiting for the CONNACK)",
          Asked.briefly(loops, address, check));
    }
    assertEquals("REFUSED connection refused", Asked.of(loops, address, check));
  }

  @Test
  void aUserIsLetInWithThePasswordOnly() throws IOException {
    InetSocketAddress address = Asked.local(Program.freePort());
    Path users = directory.resolve("users");
    Files.writeString(users, "checker:secret\n");
    Program.run(directory, "mosquitto_passwd", "-U", users.toString());
    String file = "allow_anonymous false\npassword_file " + users;
    try (Program _ = server(address, file)) {
      Credentials right = Asked.user("checker", "secret");
      Credentials wrong = Asked.user("checker", "wrong");
      for (Version version : Version.values()) {
        assertEquals(
            "UP connection accepted",
            Asked.of(loops, address, new MqttCheck(right, version, false)));
        String refused = "STATUS connection refused: not authorized (";
        String code = version == Version.V5 ? "135)" : "5)";
        assertEquals(
            refused + code, Asked.of(loops, address, new MqttCheck(wrong, version, false)));
        assertEquals(
            refused + code,
            Asked.of(loops, address, new MqttCheck(Credentials.NONE, version, false)));
      }
    }
  }

  private Program server(InetSocketAddress address, String settings) throws IOException {
    String user = System.getProperty("user.name");
    String text = "listener " + address.getPort() + " 127.0.0.1\nuser " + user + "\n" + settings;
    Path file = Files.writeString(directory.resolve("conf"), text + "\n");
    return Program.start(directory, "mosquitto", "-c", file.toString()).awaitTcp(address);
  }
}
