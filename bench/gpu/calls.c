/* Counts what a process asks of CUDA's runtime library: cc -shared -fPIC -o calls.so calls.c -ldl; LD_PRELOAD=calls.so PROGRAM.
   One line to the file that CALLS_FILE names when the process ends. Not seen: what libraries with a runtime of their own ask
   (cuBLAS, cuDNN). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct { unsigned x, y, z; } dim3;
static atomic_long launches, copies_in, copies_out, copies_on, sets, waits, device_waits, allocations, host_allocations;

static void *real(const char *name) {
    static void *library;
    if (!library) library = dlopen("libcudart.so.13", RTLD_LAZY | RTLD_NOLOAD);
    if (!library) library = dlopen("libcudart.so.12", RTLD_LAZY | RTLD_NOLOAD);
    void *found = library ? dlsym(library, name) : dlsym(RTLD_NEXT, name);
    if (!found) { fprintf(stderr, "calls.c: %s is in no CUDA runtime that is loaded\n", name); abort(); }
    return found;
}

#define COUNTED(counter, result, name, parameters, arguments) \
    result name parameters { \
        static result (*next) parameters; \
        if (!next) next = (result (*) parameters)real(#name); \
        counter++; \
        return next arguments; \
    }

COUNTED(launches, int, cudaLaunchKernel, (const void *f, dim3 g, dim3 b, void **a, size_t s, void *t), (f, g, b, a, s, t))
/* What nvcc 13 makes of <<<…>>>; the one before it is what older ones make of it. */
COUNTED(launches, int, __cudaLaunchKernel, (void *f, dim3 g, dim3 b, void **a, size_t s, void *t), (f, g, b, a, s, t))
COUNTED(launches, int, cudaLaunchKernelExC, (const void *c, const void *f, void **a), (c, f, a))
COUNTED(sets, int, cudaMemsetAsync, (void *p, int v, size_t n, void *t), (p, v, n, t))
COUNTED(waits, int, cudaStreamSynchronize, (void *t), (t))
COUNTED(device_waits, int, cudaDeviceSynchronize, (void), ())
COUNTED(allocations, int, cudaMalloc, (void **p, size_t n), (p, n))
COUNTED(host_allocations, int, cudaHostAlloc, (void **p, size_t n, unsigned f), (p, n, f))

int cudaMemcpyAsync(void *to, const void *from, size_t bytes, int kind, void *stream) {
    static int (*next)(void *, const void *, size_t, int, void *);
    if (!next) next = (int (*)(void *, const void *, size_t, int, void *))real("cudaMemcpyAsync");
    if (kind == 1) copies_in++; else if (kind == 2) copies_out++; else copies_on++;
    return next(to, from, bytes, kind, stream);
}

__attribute__((destructor)) static void tell(void) {
    const char *path = getenv("CALLS_FILE");
    FILE *file = path && launches + copies_in + waits ? fopen(path, "w") : NULL;
    if (!file) return;
    fprintf(file, "{\"launches\":%ld,\"copies_to_device\":%ld,\"copies_to_host\":%ld,\"copies_on_device\":%ld,\"memsets\":%ld,",
        launches, copies_in, copies_out, copies_on, sets);
    fprintf(file, "\"stream_waits\":%ld,\"device_waits\":%ld,\"allocations\":%ld,\"host_allocations\":%ld}\n",
        waits, device_waits, allocations, host_allocations);
    fclose(file);
}
