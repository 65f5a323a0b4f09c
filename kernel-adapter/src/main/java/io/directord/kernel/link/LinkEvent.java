package io.directord.kernel.link;

/** What the kernel told everybody. */
public sealed interface LinkEvent {
  /** New, or anything about it changed. */
  record LinkChanged(Link link) implements LinkEvent {}

  record LinkGone(Link link) implements LinkEvent {}

  /** New, or its flags or lifetimes changed. */
  record AddressChanged(Address address) implements LinkEvent {}

  record AddressGone(Address address) implements LinkEvent {}

  record NeighborChanged(Neighbor neighbor) implements LinkEvent {}

  record NeighborGone(Neighbor neighbor) implements LinkEvent {}

  /** Events were lost: only reading everything again tells what there is now. */
  record Lost() implements LinkEvent {}
}
