package io.directord.director.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.Configs;
import io.directord.director.command.Main;
import io.directord.director.config.ConfigResult;
import io.directord.director.json.Json;
import io.directord.kernel.ipvs.ServiceKey;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code directorctl}, as operators call it. */
final class DirectorctlTest extends RunningAdmin {
  private String ctl(int code, String... words) {
    StringWriter out = new StringWriter();
    PrintWriter both = new PrintWriter(out);
    String[] all = new String[words.length + 2];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--socket";
    all[words.length + 1] = config.control().socket().toString();
    int ended = Main.run("directorctl", all, both, both);
    both.flush();
    assertEquals(code, ended, out.toString());
    assertFalse(out.toString().contains("\tat "), out.toString());
    return out.toString();
  }

  @Test
  void directorctlShowsAndSteers() {
    assertTrue(ctl(0, "status").contains("web1"));
    assertTrue(ctl(0, "services").contains("1/2"));
    assertTrue(ctl(0, "servers").contains("web/web2"));
    assertTrue(ctl(0, "plan").contains("nothing to do"));
    assertTrue(ctl(0, "reload").contains("unchanged"));
    String drained = ctl(0, "drain", "web/web1", "--reason", "patching", "--for", "2h");
    assertTrue(drained.contains("drain web/web1: in force, until 1970-01-01"), drained);
    assertTrue(drained.contains(": patching; back with: directorctl enable web/web1"), drained);
    assertTrue(drained.contains("web/web1: no connection is left, after "), drained);
    assertTrue(ctl(0, "servers").contains(": patching"));
    assertTrue(
        ctl(0, "drain", "--no-wait", "--json", "web/web2").contains("\"result\":\"in-force\""));
    assertTrue(ctl(0, "enable", "web/web1").contains("serves again"));
    assertTrue(ctl(1, "drain", "web/web9").contains("web1, web2; did you mean"));
    assertEquals("web/web1\nweb/web2\n", ctl(0, "names", "servers"));
    assertTrue(ctl(64, "drain", "web/web1", "--for", "soon").contains("such as 90s"));
    assertTrue(ctl(64, "status", "--watch=0").contains("1..3600"));
    assertTrue(ctl(1, "weight", "web/web1", "70000").contains("0..65535"));
    file = new ConfigResult.Unreadable("directord.conf: no such file");
    assertTrue(ctl(1, "reload").contains("the running configuration is unchanged"));
  }

  @Test
  void aReloadSaysWhatItChangedAndAPlanSaysItBefore() {
    file = Configs.result(body("127.0.0.1").replace("weight = 100 }", "weight = 50 }"));
    String planned = ctl(3, "plan", folder.resolve("directord.conf").toString());
    assertTrue(planned.contains("-e -t 192.168.26.10:80 -r 10.11.12.1:80"), planned);
    assertTrue(ctl(0, "plan").contains("nothing to do"), "a forecast changes nothing");
    String reloaded = ctl(0, "reload");
    assertTrue(reloaded.startsWith("reload: applied\n"), reloaded);
    assertTrue(reloaded.contains(planned.lines().findFirst().orElseThrow()), reloaded);
    file = Configs.result("nonsense = 1");
    assertTrue(ctl(1, "plan", "bad.conf").contains("nonsense"));
  }

  @Test
  void aReloadThatEmptiesTheTableNeedsForce() {
    String empty = body("127.0.0.1").replace("weight = 100 }", "weight = 0 }");
    file = Configs.result(empty);
    assertTrue(ctl(3, "plan", "/x.conf").contains("note: a reload would be refused"));
    String refused = ctl(1, "reload");
    assertTrue(
        refused.contains("1 of the 1 servers in service out of service (web/web1)"), refused);
    assertTrue(refused.contains("if that is meant: directorctl reload --force"), refused);
    assertTrue(ctl(0, "status").contains("REFUSED"));
    assertTrue(ctl(0, "reload", "--force").contains("reload: applied"));
    assertTrue(ctl(0, "servers", "--json").contains("\"configuredWeight\":0"));
  }

  @Test
  void everyCommandSpeaksJson() {
    for (String[] words :
        new String[][] {
          {"status"},
          {"services"},
          {"servers"},
          {"routers"},
          {"plan"},
          {"reload"},
          {"weight", "web/web1", "5"},
          {"disable", "web/web1"},
          {"enable", "web/web1"},
          {"drain", "web/web1"}
        }) {
      String[] all = java.util.Arrays.copyOf(words, words.length + 1);
      all[words.length] = "--json";
      String out = ctl(0, all);
      assertEquals(1, out.lines().count(), out);
      assertTrue(Json.read(out.startsWith("[") ? "{\"list\":" + out + "}" : out).isPresent(), out);
    }
  }

  @Test
  void controlCEndsTheWaitingAndLeavesTheDrainInForce() throws Exception {
    ServiceKey web = config.services().getFirst().keys().getFirst();
    kernel.connections(web, config.services().getFirst().servers().getFirst().keyFor(web), 3, 0);
    Process waiting =
        new ProcessBuilder(
                "env",
                "--default-signal=INT", // a build in the background ignores it
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Ddirectord.program=directorctl",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "drain",
                "web/web1",
                "--socket",
                config.control().socket().toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out = waiting.inputReader()) {
      assertTrue(String.valueOf(out.readLine()).startsWith("drain web/web1: in force, by "));
      assertTrue(String.valueOf(out.readLine()).startsWith("web/web1: 3 connections left, "));
      assertEquals(
          0, new ProcessBuilder("kill", "-INT", "" + waiting.pid()).start().waitFor(), "kill");
      assertEquals(
          "web/web1: not waited for any longer, 3 connections left; the drain stays in force, back"
              + " with: directorctl enable web/web1",
          out.readLine());
      assertTrue(waiting.waitFor(30, TimeUnit.SECONDS));
      assertEquals(130, waiting.exitValue());
    } finally {
      waiting.destroyForcibly();
    }
    assertTrue(ctl(0, "servers").contains("draining"));
  }
}
