package io.directord.health.path;

import io.directord.health.FailureKind;

/** Why traffic for a virtual address does not reach a service. */
record Diagnosis(FailureKind kind, String evidence) {}
