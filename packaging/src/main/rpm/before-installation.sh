# The group owns /etc/directord/directord.conf, which may hold passwords.
getent group directord >/dev/null || groupadd --system directord
getent passwd directord >/dev/null ||
  useradd --system --gid directord --home-dir /var/lib/directord --no-create-home --shell /sbin/nologin \
    --comment 'Director of Linux Virtual Server services' directord
exit 0
