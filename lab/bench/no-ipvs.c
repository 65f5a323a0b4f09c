/* The IPVS calls of keepalived, by the older of its two ways, which is that of setsockopt: answered ("done") before they
   reach a kernel that has no IPVS. Loaded by LD_PRELOAD; keepalived itself stays Debian's. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <string.h>
#include <sys/socket.h>
enum { IP_VS_FIRST = 1024 + 64, IP_VS_LAST = 1024 + 64 + 64 + 64 }; /* linux/ip_vs.h */
static int ours(int level, int name) { return level == 0 && name >= IP_VS_FIRST && name <= IP_VS_LAST; }
int setsockopt(int fd, int level, int name, const void *value, socklen_t length) {
  static int (*next)(int, int, int, const void *, socklen_t);
  if (ours(level, name)) return 0;
  if (!next) next = dlsym(RTLD_NEXT, "setsockopt");
  return next(fd, level, name, value, length);
}
int getsockopt(int fd, int level, int name, void *value, socklen_t *length) {
  static int (*next)(int, int, int, void *, socklen_t *);
  if (ours(level, name)) { memset(value, 0, *length); return 0; }
  if (!next) next = dlsym(RTLD_NEXT, "getsockopt");
  return next(fd, level, name, value, length);
}
