package io.directord.director.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Completion, by the files of the image and a real bash. */
final class CompletionTest {
  private static final Path FILES =
      Path.of(System.getProperty("directord.root"), "packaging/src/main/image/completions");

  @TempDir Path folder;

  private static Map<String, String> made() {
    Map<String, String> files = new LinkedHashMap<>();
    for (Object each : List.of(new DirectorctlCommand(), new DirectordCommand())) {
      Completion completion = new Completion(new CommandLine(each).getCommandSpec());
      String program = each instanceof DirectorctlCommand ? "directorctl" : "directord";
      files.put(program + ".bash", completion.bash());
      files.put("_" + program, completion.zsh());
      files.put(program + ".fish", completion.fish());
    }
    return files;
  }

  @Test
  void theFilesOfTheImageAreInStepWithTheCommands() throws Exception {
    for (Map.Entry<String, String> each : made().entrySet()) {
      Path file = FILES.resolve(each.getKey());
      if (Boolean.getBoolean("directord.rewrite")) {
        Files.createDirectories(FILES);
        Files.writeString(file, each.getValue());
      }
      assertEquals(
          each.getValue(), Files.readString(file), "-Ddirectord.rewrite=true writes " + file);
    }
  }

  /** What bash offers for the last of these words. */
  private List<String> complete(String... words) throws Exception {
    Path stub = folder.resolve("directorctl");
    if (!Files.exists(stub)) {
      Files.writeString(
          stub, "#!/bin/sh\n[ \"$1\" = --socket ] && echo \"web/web1\nweb/$2\n\\$(touch bad)\"\n");
      Files.setPosixFilePermissions(stub, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Path script = folder.resolve("words.bash");
    StringBuilder text = new StringBuilder(made().get(words[0] + ".bash"));
    text.append("cd ").append(folder).append("\nPATH=").append(folder).append(":$PATH\n");
    text.append("COMP_WORDS=(");
    for (String word : words) {
      text.append('\'').append(word).append("' ");
    }
    text.append(")\nCOMP_CWORD=").append(words.length - 1).append('\n');
    text.append("set -u\n_").append(words[0]).append("_words\n");
    text.append("[ ${#COMPREPLY[@]} = 0 ] || printf '%s\\n' \"${COMPREPLY[@]}\"\n");
    Files.writeString(script, text);
    Process bash =
        new ProcessBuilder("bash", "--norc", script.toString()).redirectErrorStream(true).start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(bash.waitFor(30, TimeUnit.SECONDS));
    return out.lines().toList();
  }

  @Test
  void bashOffersCommandsOptionsNamesAndFiles() throws Exception {
    assertEquals(
        List.of("status", "services", "servers", "switchover"), complete("directorctl", "s"));
    assertEquals(List.of("--no-wait"), complete("directorctl", "drain", "--n"));
    assertEquals(
        List.of("web/web1", "web/s.sock"),
        complete("directorctl", "--socket", "s.sock", "drain", "--for", "2h", "web/"));
    assertEquals(List.of(), complete("directorctl", "drain", "web/web1", ""));
    assertEquals(List.of(), complete("directorctl", "drain", "--reason", ""));
    Files.writeString(folder.resolve("mine.conf"), "");
    assertEquals(List.of("mine.conf"), complete("directorctl", "plan", "mi"));
    assertEquals(List.of("mine.conf"), complete("directord", "run", "--config", "mi"));
    assertFalse(complete("directorctl", "").contains("names"));
  }

  @Test
  void fishOffersTheSame() throws Exception {
    assumeTrue(Files.exists(Path.of("/usr/bin/fish")), "no fish on this machine");
    complete("directorctl", ""); // makes the one that is asked
    Path script = Files.writeString(folder.resolve("words.fish"), made().get("directorctl.fish"));
    Process fish =
        new ProcessBuilder(
                "fish",
                "--no-config",
                "-c",
                "set -x PATH $argv[1] $PATH; source $argv[2]; complete -C 'directorctl drain --n';"
                    + " complete -C 'directorctl routers --w'",
                folder.toString(),
                script.toString())
            .redirectErrorStream(true)
            .start();
    String out = new String(fish.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(fish.waitFor(30, TimeUnit.SECONDS));
    assertEquals(
        List.of(
            "--no-wait\tEnds as soon as the drain is in force.",
            "--watch\tDraws anew, each second or each SECONDS (1..3600)."),
        out.lines().toList());
  }

  @Test
  void zshReadsItsFile() throws Exception {
    assumeTrue(Files.exists(Path.of("/usr/bin/zsh")), "no zsh on this machine");
    for (String program : List.of("_directorctl", "_directord")) {
      Path script = Files.writeString(folder.resolve(program), made().get(program));
      Process zsh = new ProcessBuilder("zsh", "-n", script.toString()).inheritIO().start();
      assertTrue(zsh.waitFor(30, TimeUnit.SECONDS));
      assertEquals(0, zsh.exitValue());
    }
  }

  @Test
  void aNameIsNeverReadAsShell() throws Exception {
    assertEquals(List.of("$(touch bad)"), complete("directorctl", "enable", "$"));
    assertFalse(Files.exists(folder.resolve("bad")));
  }
}
