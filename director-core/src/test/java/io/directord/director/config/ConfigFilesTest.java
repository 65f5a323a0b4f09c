package io.directord.director.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFilesTest {
  @TempDir private Path directory;
  private Path main;

  @BeforeEach
  void setUp() throws IOException {
    main = directory.resolve("directord.conf");
    Files.createDirectory(directory.resolve("conf.d"));
  }

  @Test
  void confDIsMergedInNameOrderOverTheMainFile() throws IOException {
    write("directord.conf", "director { node = main, ipvs { ownership = exclusive } }");
    write("conf.d/20-b.conf", "director { node = b }");
    write("conf.d/10-a.conf", "director { node = a, http { listen = \"127.0.0.1:1\" } }");
    write("conf.d/notes.txt", "nothing that could be parsed {{{");
    write("conf.d/.30-hidden.conf", "director { node = hidden }");
    DirectorConfig config = valid();
    assertEquals("b", config.node());
    assertEquals(1, config.http().listen().getPort());
    assertEquals(IpvsConfig.Ownership.EXCLUSIVE, config.ipvs().ownership());
  }

  @Test
  void aProblemIsReportedWhereItStands() throws IOException {
    write("directord.conf", "director {\n  nod = x\n  include \"more.conf\"\n}");
    write("more.conf", "\n\nhttpp { }");
    write("conf.d/a.conf", "director {\n  ipvs { ownership = mine }\n}\n");
    assertEquals(
        List.of(
            "conf.d/a.conf:2: ipvs: ownership must be one of exclusive, shared, found \"mine\"",
            "directord.conf:2: unknown key \"nod\"; did you mean \"node\"?",
            "more.conf:3: unknown key \"httpp\"; did you mean \"http\"?"),
        problems());
  }

  @Test
  void syntaxErrorsOfSeveralFilesAreReportedTogether() throws IOException {
    write("directord.conf", "director {\n");
    write("conf.d/a.conf", "director }\n");
    assertEquals(2, problems().size(), problems().toString());
  }

  @Test
  void duplicatesAcrossFilesNameBothPlaces() throws IOException {
    write("directord.conf", service("one"));
    write("conf.d/a.conf", "\n" + service("two"));
    assertEquals(
        List.of(
            "directord.conf:1: virtual service \"one\": tcp 192.0.2.10:80 already belongs to"
                + " virtual service \"two\" (conf.d/a.conf:2); the kernel keeps one service for"
                + " each"),
        problems().stream().map(p -> p.replace(directory + "/", "")).toList());
  }

  @Test
  void anObjectOfSeveralFilesStandsInOneOfThem() throws IOException {
    write("directord.conf", "director { virtual-services { web { quorum = 1 } } }");
    write("conf.d/a.conf", "\ndirector { virtual-services { web { hysteresis = 0 } } }");
    assertEquals(
        List.of(
            "conf.d/a.conf:2: virtual service \"web\": address is missing: give one such as"
                + " \"192.0.2.10:80\", or a firewall-mark"),
        problems());
  }

  @Test
  void anIncludeIsRelativeToItsFileAndMayLeaveOutTheEnding() throws IOException {
    Files.createDirectory(directory.resolve("parts"));
    write(
        "directord.conf", "include \"parts/all\"\ndirector { include file(\"parts/node.conf\") }");
    write("parts/all.conf", "include \"http.conf\"");
    write("parts/http.conf", "director { http { listen = \"127.0.0.1:\"${definitions.port} } }");
    write("parts/node.conf", "node = ${definitions.name}");
    write("conf.d/definitions.conf", "definitions { name = n, port = 99 }");
    DirectorConfig config = valid();
    assertEquals("n", config.node());
    assertEquals(99, config.http().listen().getPort());
  }

  @Test
  void anIncludeThatDoesNotExistIsAProblem() throws IOException {
    write("directord.conf", "director { }\ninclude \"servers.conf\"\ninclude \"conf.d/*.conf\"\n");
    assertEquals(
        List.of(
            "directord.conf:2: cannot include \"servers.conf\": there is no such file",
            "directord.conf:3: cannot include \"conf.d/*.conf\": there is no such file; patterns"
                + " are not expanded"),
        problems());
  }

  @Test
  void aFileThatIncludesItselfIsAProblem() throws IOException {
    write("directord.conf", "include \"a.conf\"\n");
    write("a.conf", "\ninclude \"b.conf\"\n");
    write("b.conf", "include \"a.conf\"\n");
    assertEquals(
        List.of("b.conf:1: cannot include \"a.conf\": the file includes itself"), problems());
  }

  @Test
  void includesAreNotNestedWithoutEnd() throws IOException {
    write("directord.conf", "include \"f0.conf\"\n");
    for (int i = 0; i < 30; i++) {
      write("f" + i + ".conf", "include \"f" + (i + 1) + ".conf\"\n");
    }
    assertEquals(1, problems().size());
    assertTrue(problems().getFirst().contains("nested deeper than 20"), problems().toString());
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsAreRead() throws IOException {
    write("directord.conf", "\uFEFFdirector {\r\n  node = a\r\n}\r\n");
    assertEquals("a", valid().node());
  }

  @Test
  void whatCannotBeReadIsSaidInOneLine() throws IOException {
    assertEquals("cannot read FILE: there is no such file", unreadable(main));
    Path sub = Files.createDirectory(directory.resolve("sub"));
    assertEquals("cannot read FILE: it is a directory", unreadable(sub));
    Files.write(main, new byte[] {'a', 0, 1});
    assertEquals("cannot read FILE: it is binary, not text", unreadable(main));
    Files.write(main, "director {\n# caf\u00e9\n}".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals("cannot read FILE: line 2 holds a byte that is not UTF-8 text", unreadable(main));
    assertTrue(unreadable(Path.of("/dev/zero")).contains("larger than 67108864 bytes"));
  }

  @Test
  void aPartThatCannotBeReadIsAProblem() throws IOException {
    write("directord.conf", "director { }");
    Files.write(directory.resolve("conf.d/a.conf"), new byte[] {(byte) 0xff});
    assertTrue(problems().getFirst().contains("not UTF-8"), problems().toString());
  }

  @Test
  void nestingWithoutEndIsAProblem() throws IOException {
    write("directord.conf", "a = " + "[".repeat(100_000));
    assertTrue(problems().getFirst().contains("nested too deeply"), problems().toString());
    write("directord.conf", "a" + ".b".repeat(100_000) + " = 1");
    assertTrue(problems().getFirst().contains("nested too deeply"), problems().toString());
  }

  @Test
  void noMoreProblemsAreListedThanAnybodyReads() throws IOException {
    StringBuilder text = new StringBuilder("director {\n");
    for (int i = 0; i < 1500; i++) {
      text.append("x").append(i).append(" = 1\n");
    }
    write("directord.conf", text + "}");
    List<String> problems = problems();
    assertEquals(1001, problems.size());
    assertEquals("directord.conf: 500 more problems are not listed", problems.getLast());
  }

  private static String service(String name) {
    return "director { virtual-services { "
        + name
        + " { address = \"192.0.2.10:80\", real-servers = [ { address = 10.0.0.1 } ] } } }\n";
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private DirectorConfig valid() {
    return assertInstanceOf(
            ConfigResult.Valid.class, ConfigReader.read(main), () -> problems().toString())
        .config();
  }

  private List<String> problems() {
    ConfigResult.Invalid invalid =
        assertInstanceOf(ConfigResult.Invalid.class, ConfigReader.read(main));
    return invalid.problems().stream()
        .map(problem -> problem.toString().replace(directory + "/", ""))
        .toList();
  }

  private static String unreadable(Path file) {
    return assertInstanceOf(ConfigResult.Unreadable.class, ConfigReader.read(file))
        .because()
        .replace(file.toString(), "FILE");
  }
}
