package io.directord.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.packaging.Project.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both packages hold what a service needs, where it belongs, for whom it is; none is installed. */
final class PackageIT {
  private static final long BYTES_MAX = 60_000_000;

  /** Of each file: its mode, its owner and its group. */
  private static final Map<String, String> FILES =
      Map.ofEntries(
          Map.entry("/etc/directord/directord.conf", "-rw-r-----"),
          Map.entry("/etc/directord/conf.d", "drwxr-xr-x"),
          Map.entry("/usr/bin/directord", "lrwxrwxrwx"),
          Map.entry("/usr/bin/directorctl", "lrwxrwxrwx"),
          Map.entry("/usr/lib/directord/bin/directord", "-rwxr-xr-x"),
          Map.entry("/usr/lib/directord/runtime/bin/java", "-rwxr-xr-x"),
          Map.entry("/usr/lib/directord/runtime/lib/jspawnhelper", "-rwxr-xr-x"),
          Map.entry("/usr/lib/directord/runtime/lib/modules", "-rw-r--r--"),
          Map.entry("/usr/lib/directord/lib/directord.aot", "-rw-r--r--"),
          Map.entry("/usr/lib/directord/monitoring/directord.rules.yml", "-rw-r--r--"),
          Map.entry("/usr/lib/directord/systemd/before-253.conf", "-rw-r--r--"),
          Map.entry("/usr/lib/systemd/system/directord.service", "-rw-r--r--"),
          Map.entry("/usr/lib/sysusers.d/directord.conf", "-rw-r--r--"),
          Map.entry("/usr/lib/modules-load.d/directord.conf", "-rw-r--r--"),
          Map.entry("/usr/share/bash-completion/completions/directorctl", "-rw-r--r--"),
          Map.entry("/usr/share/zsh/vendor-completions/_directord", "-rw-r--r--"),
          Map.entry("/usr/share/fish/vendor_completions.d/directord.fish", "-rw-r--r--"),
          Map.entry("/usr/share/doc/directord/install.md", "-rw-r--r--"),
          Map.entry("/usr/share/doc/directord/reference.conf", "-rw-r--r--"));

  private static final Pattern LISTED =
      Pattern.compile(
          "(\\S{10})\\s+(?:\\d+\\s+)?(\\w+)[/\\s]+(\\w+)\\s.*?\\s\\.?(/\\S*)(?: -> .*)?");

  @TempDir Path folder;

  @Test
  void theDebianPackageHoldsEachFileForItsOwner() throws Exception {
    needs("dpkg-deb");
    assertFiles(dpkg("--contents"), "root");
  }

  @Test
  void theRpmPackageHoldsEachFileForItsOwner() throws Exception {
    needs("rpm");
    // rpm -qlv cuts names of groups off.
    String format = "[%{FILEMODES:perms} %{FILEUSERNAME}/%{FILEGROUPNAME} 0 0 0 %{FILENAMES}\n]";
    assertFiles(rpm("-qp", "--queryformat", format), "directord");
  }

  @Test
  void neitherPackageIsLarge() throws Exception {
    for (Path each : List.of(built(".deb"), built(".rpm"))) {
      assertTrue(Files.size(each) < BYTES_MAX, () -> each + " has more than 60 MB");
    }
  }

  @Test
  void theConfigurationIsTheAdministrators() throws Exception {
    needs("dpkg-deb");
    needs("rpm");
    assertEquals("/etc/directord/directord.conf\n", Files.readString(control("conffiles")));
    assertEquals("/etc/directord/directord.conf\n", rpm("-qcp"));
  }

  @Test
  void theScriptsAreScripts() throws Exception {
    needs("dpkg-deb");
    needs("rpm");
    for (String name : List.of("postinst", "prerm", "postrm")) {
      assertReads(control(name));
    }
    String scripts = rpm("-qp", "--scripts");
    for (String when : List.of("preinstall", "postinstall", "preuninstall", "postuninstall")) {
      assertTrue(scripts.contains(when + " scriptlet"), () -> "no " + when);
    }
    try (Stream<Path> sources = Files.list(source("rpm"))) {
      for (Path each : sources.toList()) {
        assertReads(each);
      }
    }
  }

  @Test
  void theStartingConfigurationIsValid() throws Exception {
    Ended check =
        Project.run(
            Map.of(),
            List.of(
                Project.image().resolve("bin/directord").toString(),
                "check",
                source("service/directord.conf").toString()));
    assertEquals(0, check.status(), check::toString);
  }

  @Test
  void systemdTakesTheUnit() throws Exception {
    needs("systemd-analyze");
    String unit = Files.readString(source("service/directord.service"));
    Path here = Project.image().resolve("bin/directord");
    Path tried = folder.resolve("directord.service");
    Files.writeString(tried, unit.replace("/usr/bin/directord", here.toString()));
    Ended verified =
        Project.run(Map.of(), List.of("systemd-analyze", "verify", "--man=no", tried.toString()));
    // A systemd before 253 does not know notify-reload; other units of this machine are not ours.
    String ours =
        verified
            .err()
            .lines()
            .filter(line -> line.contains("directord"))
            .filter(line -> !line.contains("ignoring: notify-reload"))
            .collect(Collectors.joining("\n"));
    assertEquals("", ours);
    Ended security =
        Project.run(
            Map.of(), List.of("systemd-analyze", "security", "--offline=true", tried.toString()));
    Matcher level = Pattern.compile("exposure level for .*: ([0-9.]+) ").matcher(security.out());
    assertTrue(level.find(), security::toString);
    assertTrue(Double.parseDouble(level.group(1)) <= 2.0, security::out);
  }

  @Test
  void lintianHasNothingToSay() throws Exception {
    needs("lintian");
    Ended checked =
        Project.run(
            Map.of(),
            List.of(
                "lintian", "--allow-root", "--fail-on=error,warning", built(".deb").toString()));
    assertEquals(0, checked.status(), checked::toString);
  }

  private static void assertFiles(String listing, String groupOfConfiguration) {
    Map<String, String> found = new LinkedHashMap<>();
    List<String> odd = new ArrayList<>();
    listing
        .lines()
        .forEach(line -> {
          Matcher entry = LISTED.matcher(line);
          if (!entry.matches()) {
            odd.add(line);
            return;
          }
          String path = entry.group(4).replaceAll("/$", "");
          found.put(path, entry.group(1));
          String group =
              path.equals("/etc/directord/directord.conf") ? groupOfConfiguration : "root";
          if (!entry.group(2).equals("root") || !entry.group(3).equals(group)) {
            odd.add(line);
          }
        });
    assertEquals(List.of(), odd);
    FILES.forEach((path, mode) -> assertEquals(mode, found.get(path), path));
    assertFalse(
        found.keySet().stream().anyMatch(each -> each.startsWith("/usr/lib/directord/man")));
    found.forEach((path, mode) ->
        assertTrue(
            mode.startsWith("l") || !mode.matches(".{8}w."), () -> path + " is for all: " + mode));
  }

  private static void assertReads(Path script) throws Exception {
    Ended read = Project.run(Map.of(), List.of("sh", "-n", script.toString()));
    assertEquals(0, read.status(), read::toString);
  }

  private Path control(String name) throws Exception {
    Path to = folder.resolve("control");
    if (!Files.exists(to)) {
      run(List.of("dpkg-deb", "--control", built(".deb").toString(), to.toString()));
    }
    return to.resolve(name);
  }

  private static String dpkg(String what) throws Exception {
    return run(List.of("dpkg-deb", what, built(".deb").toString()));
  }

  private static String rpm(String... what) throws Exception {
    List<String> command = new ArrayList<>(List.of("rpm"));
    command.addAll(List.of(what));
    command.add(built(".rpm").toString());
    return run(command);
  }

  private static String run(List<String> command) throws Exception {
    Ended ended = Project.run(Map.of("LC_ALL", "C"), command);
    assertEquals(0, ended.status(), ended::toString);
    return ended.out();
  }

  private static Path source(String path) {
    return Project.root().resolve("packaging/src/main").resolve(path);
  }

  private static Path built(String suffix) throws Exception {
    try (Stream<Path> files = Files.list(Project.root().resolve("packaging/target"))) {
      List<Path> found = files.filter(each -> each.toString().endsWith(suffix)).toList();
      assertEquals(1, found.size(), () -> "packages " + found);
      return found.getFirst();
    }
  }

  private static void needs(String program) throws Exception {
    if (!Project.installed(program)) {
      Project.absent(program + " is not installed");
    }
  }
}
