package io.directord.kernel.netlink;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Attributes of a message without their order, for tests: type to value in hex or to a tree. */
public final class AttributeTree {
  private AttributeTree() {}

  /** Reads attributes, those of the given types as nests. */
  public static Map<Integer, Object> of(ByteBuffer attributes, Integer... nests)
      throws MalformedMessage {
    return of(new Attributes(attributes), nests);
  }

  private static Map<Integer, Object> of(Attributes in, Integer... nests) throws MalformedMessage {
    Map<Integer, Object> tree = new TreeMap<>();
    while (in.next()) {
      Object value =
          Arrays.asList(nests).contains(in.type())
              ? of(in.nested())
              : HexFormat.of().formatHex(in.bytes(in.length()));
      tree.put(in.type(), value);
    }
    return tree;
  }
}
