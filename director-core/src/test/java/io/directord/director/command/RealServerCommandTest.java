package io.directord.director.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the options come to, without a host. Each case of {@code real-server/} is a command line,
 * the commands that it prints, and the steps of its script; {@code -Ddirectord.rewrite=true} writes
 * what comes now, to be reviewed as a difference.
 */
final class RealServerCommandTest {
  private static final Path CASES = Path.of("src/test/resources/real-server");
  private static final String CONFIG =
      """
      director {
        node = a
        virtual-routers {
          inside { interface = eth1, vrid = 52, addresses = ["10.11.12.10/24"] }
        }
        virtual-services {
          web {
            address = "192.0.2.10:80,443", check = on, forwarding = direct
            real-servers = [{ name = web1, address = 192.0.2.21 }, { name = web2, address = 192.0.2.22 }]
          }
          far {
            address = "192.0.2.12:80", check = on, forwarding = tunnel
            tunnel { type = gue, port = 6081 }
            real-servers = [{ name = far1, address = 198.51.100.21 }]
          }
          nat {
            address = "192.0.2.13:80", check = on, forwarding = masquerade
            real-servers = [{ name = nat1, address = 10.11.12.21 }, { name = lost, address = 10.9.9.9 }]
          }
          marked {
            firewall-mark = 7, check = on
            real-servers = [{ name = marked1, address = 192.0.2.21 }]
          }
        }
      }
      """;

  @TempDir Path folder;

  private record Ran(int code, String out, String err) {}

  private Ran run(String... words) throws IOException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of("real-server"));
    Path file = Files.writeString(folder.resolve("d.conf"), CONFIG);
    Stream.of(words).map(each -> each.equals("FILE") ? file.toString() : each).forEach(all::add);
    all.addAll(List.of("--state", folder.toString()));
    int code =
        Main.run(
            "directord",
            all.toArray(String[]::new),
            new PrintWriter(out, true),
            new PrintWriter(err, true));
    return new Ran(code, out.toString(), err.toString());
  }

  private static List<Path> cases() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
  }

  @Test
  void everyMethodPrintsItsCommandsAndItsScript() throws IOException {
    assertTrue(cases().size() >= 14, () -> "only few cases in " + CASES);
    for (Path file : cases()) {
      String text = Files.readString(file);
      String line = text.lines().findFirst().orElseThrow();
      String[] words = line.replaceFirst("^\\$ real-server ", "").split(" ");
      String now = line + "\n\n" + printed(words, "commands") + "\n" + steps(printed(words, "sh"));
      if (Boolean.getBoolean("directord.rewrite")) {
        Files.writeString(file, now);
      } else {
        assertEquals(text, now, file::toString);
      }
    }
  }

  private String printed(String[] words, String form) throws IOException {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--print", form));
    Ran ran = run(all.toArray(String[]::new));
    assertEquals(ExitCode.OK, ran.code(), ran::toString);
    return ran.out();
  }

  private static String steps(String script) {
    return script.substring(script.indexOf("steps='"), script.indexOf("\ndie() {"));
  }

  @Test
  void aShellReadsEveryScript() throws Exception {
    for (Path file : cases()) {
      String line = Files.readString(file).lines().findFirst().orElseThrow();
      String[] words = line.replaceFirst("^\\$ real-server ", "").split(" ");
      Path script = Files.writeString(folder.resolve("script"), printed(words, "sh"));
      Process shell =
          new ProcessBuilder("sh", "-n", script.toString()).redirectErrorStream(true).start();
      String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, shell.waitFor(), file + ": " + said);
    }
  }

  private void refused(String because, String... words) throws IOException {
    Ran ran = run(words);
    assertEquals(ExitCode.USAGE, ran.code(), ran::toString);
    assertTrue(ran.err().contains(because), ran::toString);
    assertEquals("", ran.out());
  }

  @Test
  void whatMakesNoSenseIsRefused() throws IOException {
    refused("say what is wanted", "apply");
    refused("which addresses?", "apply", "--arp", "sysctl");
    refused("the IPv4 or IPv6 address of one host", "apply", "--arp", "nft", "--vip", "web1");
    refused("what is to be done about", "apply", "--vip", "192.0.2.10");
    refused("--redirect needs ports", "apply", "--redirect", "nft", "--vip", "192.0.2.10");
    refused(
        "a port has a meaning with --redirect only",
        "apply",
        "--arp",
        "sysctl",
        "--vip",
        "192.0.2.10:80");
    refused(
        "expected tcp, udp or sctp", "apply", "--redirect", "nft", "--vip", "192.0.2.10:80/http");
    refused("a redirect needs a port", "apply", "--redirect", "nft", "--vip", "192.0.2.10:0/tcp");
    refused(
        "--port is the UDP port", "apply", "--tunnel", "gre", "--port", "1", "--vip", "192.0.2.10");
    refused(
        "gre has no remote checksum",
        "apply",
        "--tunnel",
        "gre",
        "--checksum",
        "remote",
        "--vip",
        "192.0.2.10");
    refused(
        "--arp sysctl hides addresses of lo only",
        "apply",
        "--arp",
        "sysctl",
        "--device",
        "eth0",
        "--vip",
        "192.0.2.10");
    refused("one gateway", "apply", "--gateway", "192.0.2.1", "--gateway", "192.0.2.2");
    refused("takes no options", "remove", "--gateway", "192.0.2.1");
    refused("--json is for status", "apply", "--gateway", "192.0.2.1", "--json");
    refused(
        "which address of this host goes with 192.0.2.10?",
        "apply",
        "--arp",
        "nft",
        "--vip",
        "192.0.2.10",
        "--print",
        "sh");
  }

  @Test
  void aConfigurationThatDoesNotSayEnoughIsRefused() throws IOException {
    refused("there is no real server", "apply", "--config", "FILE", "--real-server", "x");
    refused("there is no virtual service x", "apply", "--config", "FILE", "--service", "x");
    refused(
        "no virtual router has an address on the network of lost",
        "apply",
        "--config",
        "FILE",
        "--real-server",
        "lost",
        "--print",
        "sh");
    refused(
        "has a firewall mark", "apply", "--config", "FILE", "--real-server", "marked1", "--print");
  }

  @Test
  void nothingAppliedIsNotInPlace() throws IOException {
    Ran ran = run("status", "--json");
    if (ran.code() != ExitCode.PERMISSION) {
      assertEquals(new Ran(ExitCode.PENDING, "{\"inPlace\":false,\"items\":[]}\n", ""), ran);
    }
  }

  @Test
  void helpHasExamples() throws IOException {
    Ran help = run("--help");
    assertEquals(ExitCode.OK, help.code());
    assertTrue(help.out().contains("real-server apply --arp sysctl --vip 192.0.2.10"), help::out);
  }
}
