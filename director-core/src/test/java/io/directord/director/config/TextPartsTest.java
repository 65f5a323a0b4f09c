package io.directord.director.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TextPartsTest {
  /** With this, which says nothing, a text is read whole. */
  private static final String WHOLE = "\ndirector { }";

  private static final int SEEDS = 40;

  /** Long enough, and each with a server to be cut after. */
  private static final String SERVICES =
      services(0, 900).stream().collect(Collectors.joining("\n", "\n", "\n"));

  @Test
  void inPartsItIsWhatItIsAsAWhole() {
    int cut = 0;
    int valid = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      String text = written(new Random(seed), seed % 4 == 3, false);
      valid += ConfigReader.parse(text, "test") instanceof ConfigResult.Valid ? 1 : 0;
      cut += TextParts.of(text).map(parts -> parts.parts().size()).orElse(0) > 1 ? 1 : 0;
      assertEquals(
          ConfigReader.parse(text + WHOLE, "test"),
          ConfigReader.parse(text, "test"),
          "seed " + seed);
    }
    assertTrue(cut > SEEDS / 2, "only " + cut + " texts were cut");
    assertTrue(valid > SEEDS / 2 && valid < SEEDS, valid + " texts were valid");
  }

  /** A service from a template stands, as a whole, where its template does: only order differs. */
  @Test
  void servicesFromTemplatesAreTheSame() {
    int cut = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      String text = written(new Random(seed), false, true);
      cut += TextParts.of(text).isPresent() ? 1 : 0;
      assertEquals(services(text + WHOLE), services(text), "seed " + seed);
    }
    assertTrue(cut > SEEDS / 2, "only " + cut + " texts were cut");
  }

  private static Map<String, VirtualService> services(String text) {
    return ConfigText.valid(text).services().stream()
        .collect(Collectors.toMap(VirtualService::name, service -> service));
  }

  static Stream<String> otherKeys() {
    return Stream.of(
        "director { %s\n\"virtual\\u002dservices\" { s1 { scheduler = lc } } }",
        "director { %s\nvirtual\"-services\" = null }",
        "director { %s }\ndir\"ector\" { virtual\"-services\" { s1 { scheduler = lc } } }");
  }

  @ParameterizedTest
  @MethodSource("otherKeys")
  void keysThatAreWrittenInAnotherWayHaveTheirSay(String text) {
    String all = text.formatted("virtual-services {" + SERVICES + "}");
    assertEquals(ConfigReader.parse(all + WHOLE, "test"), ConfigReader.parse(all, "test"));
  }

  @Test
  void aResetBehindAStrangeBlankIsHeard() {
    String text = "director { virtual-services {" + SERVICES + "} }\n\u00a0director = null";
    assertInstanceOf(ConfigResult.Invalid.class, ConfigReader.parse(text, "test"));
  }

  static Stream<String> cutTexts() {
    String body = "virtual-services {" + SERVICES + "}";
    return Stream.of(
        "# made by hand; node b included\ndirector { " + body + " }",
        "# virtual-services of the shop\ndirector { " + body + " # no other virtual-services\n}",
        "director { node = \"include\"\n" + body + " }");
  }

  @ParameterizedTest
  @MethodSource("cutTexts")
  void whatStandsInACommentOrATextIsNoReasonToLeaveItWhole(String text) {
    assertTrue(TextParts.of(text).isPresent());
  }

  @Test
  void eachPartHoldsWholeServicesAndSaysWhereItStood() {
    String text = "# one\ndirector {\n  node = a\n  virtual-services {" + SERVICES + "}\n}\n";
    TextParts.Cut cut = TextParts.of(text).orElseThrow();
    assertTrue(cut.parts().size() > 2);
    assertEquals(text.lines().count(), cut.rest().lines().count());
    for (TextParts.Part part : cut.parts()) {
      String first = part.text().lines().skip(1).findFirst().orElse("}");
      assertEquals(first, text.lines().skip(part.linesBefore() + 1L).findFirst().orElseThrow());
    }
  }

  static Stream<String> wholeTexts() {
    String body = "virtual-services {" + SERVICES + "}";
    return Stream.of(
        "director { virtual-services { s0 { address = \"10.0.0.1:80\" } } }",
        "director { " + body + " }\ndirector { node = b }",
        "director { " + body + " }\ndirector.node = b",
        "director { " + body + " }\n\"director\" { node = b }",
        "director { " + body + " } ${more}\nmore { node = b }",
        "more { node = b }\ndirector = ${more} { " + body + " }",
        "director { " + body + " ${more} }\nmore { }",
        "director { " + body + " }\ndirector.virtual-services.s1.scheduler = lc",
        "director { virtual-services = ${more} {" + SERVICES + "} }\nmore { }",
        "director { virtual-services += {" + SERVICES + "} }",
        "director { a { " + body + " } }",
        "other { " + body + " }",
        "director { /* virtual-services */ services {" + SERVICES + "} }",
        "director { # virtual-services\n services {" + SERVICES + "} }",
        "director { a = \"virtual-services {\", services {" + SERVICES + "} }",
        "{ director { " + body + " } }",
        "director { include \"more.conf\"\n" + body + " }",
        "director { " + body + " }}",
        "director { " + body,
        "director { a = \"open\n" + body + " }",
        "director { a = \"\"\"open\n" + body + " }");
  }

  @ParameterizedTest
  @MethodSource("wholeTexts")
  void whatOtherPlacesMayAddToIsLeftWhole(String text) {
    assertEquals(List.of(), TextParts.of(text).map(TextParts.Cut::parts).orElse(List.of()));
  }

  @Test
  void aServiceThatIsToldOfTwiceIsOne() {
    String again = "s1 { scheduler = lc }\n";
    String text = "director { virtual-services {" + SERVICES + again + "} }";
    assertTrue(TextParts.of(text).isPresent());
    VirtualService one =
        ConfigText.valid(text).services().stream()
            .filter(service -> service.name().equals("s1"))
            .findFirst()
            .orElseThrow();
    assertEquals("lc", one.spec().scheduler());
  }

  private static List<String> services(int from, int to) {
    List<String> services = new ArrayList<>();
    for (int i = from; i < to; i++) {
      services.add(
          "s%d { address = \"10.0.%d.%d:80\", real-servers = [ { address = 10.1.0.1 } ] }"
              .formatted(i, i / 200, i % 200 + 1));
    }
    return services;
  }

  /** As people and programs write, with everything that could be taken for a brace. */
  private static String written(Random random, boolean wrong, boolean templates) {
    StringBuilder text = new StringBuilder(pick(random, "", "# { \"\n", "// [\n"));
    if (templates) {
      text = new StringBuilder("definitions { web { scheduler = lc }, check { rise = 3 } }\n");
    }
    text.append(pick(random, "director {", "director : {\n", "director = {")).append('\n');
    text.append(pick(random, "node = a\n", "node = \"a\", ", ""));
    text.append(
        pick(random, "virtual-services {", "virtual-services = {\n", "virtual-services : { # }"));
    text.append('\n');
    int number = 300 + random.nextInt(300);
    for (int i = 0; i < number; i++) {
      text.append(pick(random, "  ", "", "\t")).append(pick(random, "s" + i, "\"s" + i + "\""));
      text.append(
          templates ? " = ${definitions.web} {\n" : pick(random, " {\n", " = { ", "{", " : {\r\n"));
      text.append("address = \"10.").append(i / 200).append('.').append(i % 200).append(".1:80\"");
      text.append(pick(random, "\n", ", ", " # }\n", " // ] \"\n"));
      text.append(
          pick(
              random,
              "scheduler = rr\n",
              "check { type = http, path = \"/}{#\" }\n",
              "check = on\n",
              templates
                  ? "check = { type = tcp } ${definitions.check}\n"
                  : "check { type = tcp, rise = 2 },",
              "check { type = http, path = \"\"\"/}{#\"\"\" }\n",
              "quorum = 1, "));
      text.append("real-servers = [").append(pick(random, "\n", " "));
      text.append("{ address = 10.9.")
          .append(i % 250)
          .append(".1 }")
          .append(pick(random, "\n", ",\n", ""));
      text.append("]").append(pick(random, "\n", " ")).append('}');
      text.append(pick(random, "\n", ",\n", " # next {\n", "\n\n", "\r\n"));
      if (wrong && i % 100 == 50) {
        text.append("w").append(i).append(" { addres = 1 }\n");
      }
    }
    return text.append("}\n")
        .append(pick(random, "}", "http { listen = \"127.0.0.1:1\" } }\n"))
        .toString();
  }

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
