package io.directord.health.database;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.directord.health.Hostile;
import io.directord.health.Password;
import io.directord.health.Seeds;
import io.directord.health.TestLoop;
import io.directord.health.TestServer;
import io.directord.health.database.RedisCheck.Role;
import io.directord.health.database.RespReply.Item;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Redis and memcached, and what the checks of all databases have in common. */
final class CachesOnLoopbackTest {
  private static final TestLoop loops = new TestLoop();

  @AfterAll
  static void nothingLeaked() {
    loops.close();
  }

  @Test
  void hostileServersDoNoHarm() {
    RedisCheck redis = new RedisCheck(Asked.user("", "secret"), Role.REPLICA, true);
    Hostile.assertSurvived(loops.loop(), redis, "+OK\r\n".getBytes(UTF_8));
    byte[] version = "VERSION 1.6.18\r\n".getBytes(UTF_8);
    Hostile.assertSurvived(loops.loop(), new MemcachedCheck("key"), version);
  }

  @Test
  void aReplyOfRedisIsReadInPiecesOfAnySize() {
    byte[] role = "*3\r\n$6\r\nmaster\r\n:42\r\n*1\r\n*2\r\n$0\r\n\r\n$-1\r\n".getBytes(UTF_8);
    Seeds.forEach(
        50,
        random -> {
          RespReply reply = new RespReply();
          RespReply.Progress progress = new RespReply.Progress.More();
          for (int at = 0; at < role.length; ) {
            assertInstanceOf(RespReply.Progress.More.class, progress);
            int end = Math.min(role.length, at + random.nextInt(1, 8));
            progress = reply.read(Unpooled.wrappedBuffer(Arrays.copyOfRange(role, at, end)));
            at = end;
          }
          assertEquals(
              List.of(
                  new Item('*', "3"),
                  new Item('$', "master"),
                  new Item(':', "42"),
                  new Item('*', "1"),
                  new Item('*', "2"),
                  new Item('$', ""),
                  new Item('$', "")),
              assertInstanceOf(RespReply.Progress.Complete.class, progress).items());
        });
  }

  @Test
  void aReplyOfRedisIsMalformedAtWorst() {
    for (String wrong :
        new String[] {"*99999\r\n", "*-2\r\n", "$70000\r\n", "$x\r\n", "?\r\n", "\n"}) {
      assertInstanceOf(
          RespReply.Progress.Malformed.class,
          new RespReply().read(Unpooled.copiedBuffer(wrong, ISO_8859_1)),
          wrong);
    }
    assertInstanceOf(
        RespReply.Progress.Malformed.class,
        new RespReply().read(Unpooled.copiedBuffer("*1\r\n".repeat(5000), ISO_8859_1)));
    Seeds.forEach(
        2000,
        random -> {
          byte[] bytes = new byte[random.nextInt(1, 200)];
          for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) "+-:$*0129\r\nab".charAt(random.nextInt(13));
          }
          new RespReply().read(Unpooled.wrappedBuffer(bytes));
        });
  }

  @Test
  void aPasswordThatIsRefusedIsNotShown() {
    RedisCheck check = new RedisCheck(Asked.user("", "secret"), Role.ANY, false);
    assertFalse(check.toString().contains("secret"), check.toString());
    try (TestServer server =
        TestServer.start(client -> {
          client.getOutputStream().write("-WRONGPASS no\r\n".getBytes(UTF_8));
          TestServer.awaitEnd(client);
        })) {
      assertEquals(
          "STATUS refuses user or password (WRONGPASS)", Asked.of(loops, server.address(), check));
    }
  }

  @Test
  void nobodyIsAskedBeforeThePasswordIsRead() {
    Password unread = new Password.Unread("file:/etc/directord/password");
    RedisCheck check = new RedisCheck(new Credentials("", Optional.of(unread)), Role.ANY, false);
    assertEquals(
        "LOCAL not probed: the password in file:/etc/directord/password has not been read",
        Asked.of(loops, TestServer.nobody(), check));
    assertEquals(
        new RedisCheck(Asked.user("", "secret"), Role.ANY, false),
        check.withPasswords(_ -> Password.known("secret".getBytes(UTF_8))));
  }
}
