package io.directord.director.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TablesTest {
  @Test
  void columnsAreAsWideAsTheirWidestCellAndLinesEndWithoutBlanks() {
    assertEquals(
        "  A    LONG\n  bcd  e\n  f\n",
        Tables.table(List.of(List.of("A", "LONG"), List.of("bcd", "e"), List.of("f", "")), "  "));
  }
}
