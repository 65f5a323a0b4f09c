package io.directord.director.realserver;

import io.directord.director.StartFailure;

/** The host that is prepared. Whatever it cannot do is a {@code StartFailure} with its reason. */
interface Host {
  /**
   * What a look found.
   *
   * @param there whether there is something to undo
   * @param now value of a setting; empty: it has none
   */
  record Found(boolean inPlace, boolean there, String now) {}

  /** May this process change anything, and is there what the step needs? */
  void require(Step step) throws StartFailure;

  Found look(Step step) throws StartFailure;

  void make(Step step) throws StartFailure;

  void undo(Step step, String former) throws StartFailure;

  State recall() throws StartFailure;

  /** On disk when this returns. */
  void remember(State state) throws StartFailure;

  /** The content of a file; empty where there is none. */
  String read(String file) throws StartFailure;

  /** Writes a file, or removes it where there is no content. */
  void write(String file, String content) throws StartFailure;
}
