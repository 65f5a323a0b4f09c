package io.directord.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The console in a real browser, before a real director: a shadow, which needs no rights. Prints
 * how large the page is, and when there was something to see.
 */
final class ConsoleIT {
  private static final int PAGE_BYTES_MAX = 100_000;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final String AXE = "META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
  private static final String CARDS = "return document.getElementById('cards').innerText";
  private static final String HEADLINE = "return document.getElementById('headline').innerText";

  @TempDir private Path folder;
  private ServerSocket web1;
  private ServerSocket web2;
  private URI page;
  private ShadowDirector director;

  @SuppressWarnings("NullAway.Init") // begin sets the fields before anything is tested
  ConsoleIT() {}

  @BeforeEach
  void begin() throws Exception {
    web1 = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    web2 = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    director =
        ShadowDirector.start(
            folder,
            """
            health-checks { web { type = tcp, interval = 300ms, timeout = 250ms, rise = 1, fall = 1 } }
            virtual-services {
              web {
                address = "192.168.26.10:80", forwarding = masquerade, check = web
                real-servers = [ { name = web1, address = 127.0.0.1, port = %d },
                                 { name = web2, address = 127.0.0.1, port = %d } ]
              }
              mail {
                address = "192.168.26.10:25", forwarding = masquerade, check = web
                real-servers = [ { name = mail1, address = 127.0.0.1, port = %d } ]
              }
            }
            """
                .formatted(web1.getLocalPort(), web2.getLocalPort(), web1.getLocalPort()));
    page = director.http();
  }

  @AfterEach
  void end() throws Exception {
    director.close();
    web1.close();
    web2.close();
  }

  @Test
  void itSaysWhyAServerIsOutAndWhenItIsBack() throws Exception {
    if (!Project.installed("chromedriver")) {
      Project.absent("no chromedriver: install package chromium-driver");
    }
    try (Browser browser = Browser.open()) {
      browser.go(page);
      await(browser, HEADLINE, "All is well: 3 of 3 servers in service");
      assertSmallAndLocal(browser);
      web2.close();
      await(browser, HEADLINE, "One thing needs attention; 2 of 3 servers in service");
      await(
          browser,
          "return document.getElementById('problems').innerText",
          "web/web2 is down: connection refused");
      await(browser, CARDS, "connection refused");
      await(browser, "return document.getElementById('events').innerText", "web/web2");
      picture(browser, "light", "wide");
      assertAccessible(browser);
      dark(browser);
      assertAccessible(browser);
      picture(browser, "dark", "wide");
      phone(browser);
      assertEquals(
          "true",
          browser.script("return String(document.documentElement.scrollWidth <= innerWidth)"),
          "a phone has to scroll sideways");
      picture(browser, "dark", "phone");
      assertEquals(List.of(), browser.complaints());
      assertKeys(browser);
      director.close();
      await(browser, "return document.getElementById('connection').innerText", "does not answer");
    }
  }

  @Test
  void aPageChangesNothingAndIsAskedInTheRightWayOnly() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> root =
          http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
      assertEquals(200, root.statusCode());
      assertTrue(
          root.headers()
              .firstValue("Content-Security-Policy")
              .orElse("")
              .startsWith("default-src 'none'"),
          root.headers()::toString);
      HttpRequest post =
          HttpRequest.newBuilder(page).POST(HttpRequest.BodyPublishers.noBody()).build();
      assertEquals(405, http.send(post, HttpResponse.BodyHandlers.discarding()).statusCode());
      HttpRequest unknown = HttpRequest.newBuilder(page.resolve("console.jsx")).build();
      assertEquals(404, http.send(unknown, HttpResponse.BodyHandlers.discarding()).statusCode());
    }
  }

  private static void await(Browser browser, String script, String expected) throws Exception {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    String seen = browser.script(script);
    while (!seen.contains(expected)) {
      if (System.nanoTime() - deadline >= 0) {
        assertEquals(expected, seen);
      }
      TimeUnit.MILLISECONDS.sleep(50);
      seen = browser.script(script);
    }
  }

  /** All that was loaded came from this director, and is small. */
  private void assertSmallAndLocal(Browser browser) throws Exception {
    String hosts =
        browser.script(
            "return [...new Set(performance.getEntriesByType('resource').map(e => new"
                + " URL(e.name).host))].join()");
    assertEquals(page.getAuthority(), hosts);
    String bytes =
        browser.script(
            "return performance.getEntries().filter(e => e.transferSize &&"
                + " !e.name.includes('/api/')).reduce((sum, e) => sum + e.transferSize, 0)");
    String painted =
        browser.script(
            "return"
                + " Math.round(performance.getEntriesByName('first-contentful-paint')[0].startTime)");
    System.out.println("console: " + bytes + " bytes, first picture after " + painted + " ms");
    assertTrue(Double.parseDouble(bytes) < PAGE_BYTES_MAX, bytes);
  }

  private static void assertAccessible(Browser browser) throws Exception {
    try (InputStream axe = ConsoleIT.class.getClassLoader().getResourceAsStream(AXE)) {
      if (axe == null) {
        throw new AssertionError("no " + AXE);
      }
      browser.script(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
    }
    String found =
        browser.later(
            "axe.run().then(r => arguments[0](r.violations.filter(v => ['serious',"
                + " 'critical'].includes(v.impact)).map(v => v.id + ': ' + v.nodes.map(n =>"
                + " n.html).join(' ')).join('; ')))");
    assertEquals("", found, "accessibility");
  }

  private static void dark(Browser browser) throws Exception {
    Map<String, Object> feature = Map.of("name", "prefers-color-scheme", "value", "dark");
    browser.devtools("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
  }

  private static void phone(Browser browser) throws Exception {
    browser.devtools(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", 390, "height", 844, "deviceScaleFactor", 2, "mobile", true));
  }

  /** By Tab alone everything can be reached, and it is seen where one is. */
  private static void assertKeys(Browser browser) throws Exception {
    assertEquals(
        "true",
        browser.script(
            "const all = [...document.querySelectorAll('a[href], input, button:not([hidden]),"
                + " summary')];return String(all.length > 4 && all.every(e => e.tabIndex === 0))"));
  }

  private static void picture(Browser browser, String light, String width) throws Exception {
    Path target = Project.root().resolve("packaging/target/console");
    browser.screenshot(target.resolve("console-" + width + "-" + light + ".png"));
  }
}
