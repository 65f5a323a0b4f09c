package io.directord.director.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page has a reader write into his configuration is valid, all blocks of it together. */
class DocumentsTest {
  private static final Pattern BLOCK = Pattern.compile("```hocon\n(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/quickstart.md"})
  void theConfigurationOfAPageIsValid(String page) throws Exception {
    String text = Files.readString(Path.of(System.getProperty("directord.root"), page));
    List<String> blocks =
        BLOCK.matcher(text).results().map((MatchResult block) -> block.group(1)).toList();
    assertFalse(blocks.isEmpty(), page);
    ConfigResult result = ConfigReader.parse(String.join("\n", blocks), page);
    assertInstanceOf(ConfigResult.Valid.class, result, result.toString());
  }
}
