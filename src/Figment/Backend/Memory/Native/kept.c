/* Replaces posix_memalign and free for libtorch, and keeps freed blocks by size. This is native code because an ending thread
   still calls it after .NET has detached the thread. It uses no libc, no constants in memory, and no state except what `store`
   points to: the bytes of .text are copied to a separate page, the address of the state is written to `store`, and the page is
   made executable. build.sh produces the bytes. */

#include <stddef.h>
#include <stdint.h>

enum { ALIGNMENT = 64, LEAST_BITS = 7, MOST_BITS = 31, STEP_BITS = 3, SHELVES = ((MOST_BITS - LEAST_BITS) << STEP_BITS) + 1 };

struct shelf { void *top; int64_t count, least; };
struct state {
  int (*allocate)(void **, size_t, size_t);
  void (*release)(void *);
  size_t (*size_of)(void *);
  int64_t held;
  struct shelf shelves[SHELVES];
};

__asm__(".text\n.balign 8\n.hidden store\n.globl store\nstore: .quad 0\n");
extern struct state *store __attribute__((visibility("hidden")));

static int log2_of(size_t size) { return 63 - __builtin_clzll(size); }
static int shelf_of(size_t size) {
  int bits = log2_of(size);
  return ((bits - LEAST_BITS) << STEP_BITS) + (int)((size >> (bits - STEP_BITS)) & ((1 << STEP_BITS) - 1));
}
static void hold(struct state *s) {
  while (__atomic_exchange_n(&s->held, 1, __ATOMIC_ACQUIRE))
    while (__atomic_load_n(&s->held, __ATOMIC_RELAXED)) __builtin_ia32_pause();
}
static void let_go(struct state *s) { __atomic_store_n(&s->held, 0, __ATOMIC_RELEASE); }

int kept_allocate(void **block, size_t alignment, size_t size) {
  struct state *s = store;
  if (alignment > ALIGNMENT || size < (1ull << LEAST_BITS) || size > (1ull << MOST_BITS))
    return s->allocate(block, alignment, size);
  size_t step = 1ull << (log2_of(size) - STEP_BITS), rounded = (size + step - 1) & ~(step - 1);
  struct shelf *shelf = &s->shelves[shelf_of(rounded)];
  hold(s);
  void *kept = shelf->top;
  if (kept) {
    shelf->top = *(void **)kept;
    if (--shelf->count < shelf->least) shelf->least = shelf->count;
  }
  let_go(s);
  if (kept) { *block = kept; return 0; }
  int error = s->allocate(block, ALIGNMENT, rounded);
  if (!error) return 0;
  for (int i = 0; i < SHELVES; i++) { /* no memory is left: release the kept blocks, and try again */
    hold(s);
    void *chain = s->shelves[i].top;
    s->shelves[i].top = 0;
    s->shelves[i].count = s->shelves[i].least = 0;
    let_go(s);
    while (chain) {
      void *next = *(void **)chain;
      s->release(chain);
      chain = next;
    }
  }
  return s->allocate(block, alignment, size);
}

void kept_free(void *block) {
  struct state *s = store;
  if (!block) return;
  size_t size = ((uintptr_t)block & (ALIGNMENT - 1)) ? 0 : s->size_of(block);
  if (size < (1ull << LEAST_BITS) || size > (1ull << MOST_BITS)) { s->release(block); return; }
  struct shelf *shelf = &s->shelves[shelf_of(size)];
  hold(s);
  *(void **)block = shelf->top;
  shelf->top = block;
  shelf->count++;
  let_go(s);
}
