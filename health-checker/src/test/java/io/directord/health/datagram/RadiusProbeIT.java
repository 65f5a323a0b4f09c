package io.directord.health.datagram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Eventually;
import io.directord.health.FailureKind;
import io.directord.health.OneProbe;
import io.directord.health.Password;
import io.directord.health.ProbeOutcome;
import io.directord.health.Program;
import io.directord.health.TestLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against freeradius. */
final class RadiusProbeIT {
  private static final String CONFIGURATION =
      """
      prefix = /usr
      libdir = /usr/lib/freeradius
      logdir = DIRECTORY
      raddbdir = DIRECTORY
      run_dir = DIRECTORY
      name = freeradius
      max_requests = 256
      log {
        destination = stdout
      }
      security {
        status_server = yes
        allow_vulnerable_openssl = yes
      }
      modules {
        pap {
        }
      }
      client here {
        ipaddr = 127.0.0.1
        secret = shared
        require_message_authenticator = yes
      }
      server default {
        listen {
          type = auth
          ipaddr = 127.0.0.1
          port = PORT
        }
        authorize {
          if (&User-Name == "nemo") {
            update control {
              &Cleartext-Password := "arctangent"
            }
          }
          pap
        }
        authenticate {
          Auth-Type PAP {
            pap
          }
        }
        post-auth {
          Post-Auth-Type REJECT {
            update reply {
              &Reply-Message := "go away"
            }
          }
        }
      }
      """;

  @Test
  void freeradiusIsAsked(@TempDir Path directory) throws IOException {
    Program.require("freeradius", "freeradius");
    var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Program.freePort());
    Path file = directory.resolve("radiusd.conf");
    Files.writeString(
        file,
        CONFIGURATION
            .replace("DIRECTORY", directory.toString())
            .replace("PORT", Integer.toString(address.getPort())));
    String[] command = {
      "/usr/sbin/freeradius",
      "-f",
      "-l",
      "stdout",
      "-d",
      directory.toString(),
      "-n",
      "radiusd",
      "-D",
      "/usr/share/freeradius"
    };
    try (TestLoop loop = new TestLoop()) {
      try (Program radius = Program.start(directory, command)) {
        Eventually.until(
            () -> run(loop, address, status("shared")) instanceof ProbeOutcome.Success,
            radius::printed);
        assertUp("Access-Accept", run(loop, address, login("arctangent", true)));
        assertUp("Access-Reject", run(loop, address, login("wrong", false)));
        var reject = failure(run(loop, address, login("wrong", true)));
        assertEquals(FailureKind.STATUS, reject.kind());
        assertEquals("Access-Reject \"go away\", expected accept", reject.evidence());
        var accept = failure(run(loop, address, login("arctangent", false)));
        assertEquals("Access-Accept, expected reject", accept.evidence());
        var stranger =
            failure(OneProbe.run(loop.loop(), address, status("other"), OneProbe.HANG_MILLIS));
        assertEquals(FailureKind.TIMEOUT, stranger.kind());
        assertTrue(stranger.evidence().contains("with another secret"), stranger.evidence());
        radius.freeze();
        var frozen =
            failure(OneProbe.run(loop.loop(), address, status("shared"), OneProbe.HANG_MILLIS));
        assertEquals(FailureKind.TIMEOUT, frozen.kind());
      }
      var down = failure(run(loop, address, status("shared")));
      assertEquals(FailureKind.REFUSED, down.kind());
    }
  }

  private static RadiusCheck status(String secret) {
    return new RadiusCheck(password(secret), Optional.empty());
  }

  private static RadiusCheck login(String password, boolean accept) {
    var login = new RadiusCheck.Login("nemo", password(password), accept);
    return new RadiusCheck(password("shared"), Optional.of(login));
  }

  private static Password password(String text) {
    return Password.known(text.getBytes(UTF_8));
  }

  private static ProbeOutcome run(TestLoop loop, InetSocketAddress address, RadiusCheck check) {
    return OneProbe.run(loop.loop(), address, check, 3000);
  }

  private static void assertUp(String what, ProbeOutcome outcome) {
    var success = assertInstanceOf(ProbeOutcome.Success.class, outcome, outcome.toString());
    assertTrue(success.evidence().startsWith(what), success.evidence());
  }

  private static ProbeOutcome.Failure failure(ProbeOutcome outcome) {
    return assertInstanceOf(ProbeOutcome.Failure.class, outcome, outcome.toString());
  }
}
