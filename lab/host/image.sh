# The image the lab runs: sets and exports LAB_IMAGE, building it when it is missing or older than its sources.

# The newest modification time below the given paths, whole seconds.
newest() { { find "$@" -type f -printf '%T@\n' 2>/dev/null || true; echo 0.0; } | sort -rn | sed -n '1s/\..*//p'; }

build_image() {
  [ -z "${LAB_IMAGE:-}" ] || { export LAB_IMAGE; return; }
  local top=${lab%/*} built sources begin=$SECONDS
  export LAB_IMAGE=$top/packaging/target/directord
  # An up-to-date build leaves files alone, hence a mark of our own beside the image.
  local mark=$top/packaging/target/lab-built
  built=$(newest "$LAB_IMAGE" "$mark")
  sources=$(newest "$top"/pom.xml "$top"/*/pom.xml "$top"/*/src/main)
  if [ -x "$LAB_IMAGE/bin/directord" ] && ((built >= sources)); then return; fi
  command -v mvn >/dev/null || { echo "lab: missing packages; install them with: apt-get install maven" >&2; exit 69; }
  echo "lab: building the image (mvn -B -q -DskipTests package); a minute or two the first time" >&2
  mvn -B -q -DskipTests -f "$top/pom.xml" package >&2 || { echo "lab: the build failed" >&2; exit 1; }
  [ -x "$LAB_IMAGE/bin/directord" ] || { echo "lab: the build left no $LAB_IMAGE/bin/directord" >&2; exit 1; }
  touch "$mark"
  echo "lab: built in $((SECONDS - begin)) s" >&2
}
