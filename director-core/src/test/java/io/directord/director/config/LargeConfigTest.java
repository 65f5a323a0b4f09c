package io.directord.director.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Start-up waits for this. */
class LargeConfigTest {
  private static final int SERVICES = 1_000;
  private static final int SERVERS = 100;

  @Test
  void aThousandServicesOfAHundredServersAreRead() {
    String text = text();
    long start = System.nanoTime();
    DirectorConfig config = ConfigText.valid(text);
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertEquals(SERVICES, config.services().size());
    assertEquals(SERVERS, config.services().getLast().servers().size());
    System.out.println(
        "parse: "
            + SERVICES
            + " services x "
            + SERVERS
            + " servers, "
            + text.length() / 1024
            + " KiB: "
            + millis
            + " ms");
  }

  private static String text() {
    StringBuilder text =
        new StringBuilder(
            "director {\n  health-checks { web { type = http } }\n  virtual-services {\n");
    for (int i = 0; i < SERVICES; i++) {
      text.append("    service").append(i).append(" {\n      address = \"10.");
      text.append(i / 250).append('.').append(i % 250).append(".1:80\"\n      check = web\n");
      text.append("      real-servers = [\n");
      for (int j = 0; j < SERVERS; j++) {
        text.append("        { name = web").append(j).append(", address = 10.100.");
        text.append(i % 250).append('.').append(j + 1).append(", weight = 100 }\n");
      }
      text.append("      ]\n    }\n");
    }
    return text.append("  }\n}\n").toString();
  }
}
