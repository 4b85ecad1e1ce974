/* Stands in for NCCL and CUDA's driver where there is no GPU: the calls that Figment makes, with the signatures of nccl.h and
   cuda.h, on memory of this machine. A GPU is a number from 0 to 7; its stream is done when no sum of it is under way. Ranks are
   threads or processes. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { gpus = 8, most = 8, piece = 1 << 16, step = 50, id_bytes = 128, delay = 2000 };
enum { success = 0, system_error = 2, invalid_argument = 4, invalid_usage = 5, remote_error = 6, float32 = 7, sum = 0 };
enum { no_device = 101, no_context = 201, not_ready = 600 };
enum { well, init_refuses, reduce_refuses, breaks, hangs, init_hangs, id_refuses };

/* What a test sets and reads. */
static _Atomic int behaviour, aborted, destroyed;
void standin_behave(int how) { behaviour = how; aborted = destroyed = 0; }
int standin_aborted(void) { return aborted; }
int standin_destroyed(void) { return destroyed; }

/* --- CUDA's driver */
typedef struct { int gpu; _Atomic int under_way; } Context;
static Context contexts[gpus];
static _Thread_local Context* stack[most];
static _Thread_local int depth;

static Context* current(void) { return depth > 0 ? stack[depth - 1] : NULL; }

int cuInit(unsigned int flags) { return flags == 0 ? 0 : 1; }

int cuDeviceGet(int* device, int ordinal)
{
    if (ordinal < 0 || ordinal >= gpus) return no_device;
    *device = ordinal + 1000; /* a handle, which is not the number */
    return 0;
}

int cuDeviceGetPCIBusId(char* text, int length, int device)
{
    if (device < 1000 || device >= 1000 + gpus) return no_device;
    snprintf(text, length, "0000:%02x:00.0", device - 1000);
    return 0;
}

int cuDevicePrimaryCtxRetain(void** context, int device)
{
    if (device < 1000 || device >= 1000 + gpus) return no_device;
    contexts[device - 1000].gpu = device - 1000;
    *context = &contexts[device - 1000];
    return 0;
}

int cuDevicePrimaryCtxRelease_v2(int device) { return device >= 1000 && device < 1000 + gpus ? 0 : no_device; }

int cuCtxPushCurrent_v2(void* context)
{
    if (depth == most) return 1;
    stack[depth++] = context;
    return 0;
}

int cuCtxPopCurrent_v2(void** context)
{
    if (depth == 0) return no_context;
    *context = stack[--depth];
    return 0;
}

int cuStreamQuery(void* stream)
{
    if (current() == NULL || stream != NULL) return no_context;
    return current()->under_way ? not_ready : 0;
}

int cuGetErrorString(int error, const char** text)
{
    *text = error == no_device ? "invalid device ordinal" : error == no_context ? "invalid device context" : NULL;
    return *text != NULL ? 0 : 1;
}

/* --- NCCL */
typedef struct { char internal[id_bytes]; } ncclUniqueId;
typedef struct { _Atomic int arrived, round, joined, taken[gpus]; float numbers[most][piece]; } Shared;
typedef struct { Shared* shared; int size, rank; Context* context; _Atomic int is_aborted, error; } *ncclComm_t;
typedef struct { ncclComm_t comm; const float* from; float* to; size_t count; int how; } Job;

static int meet(ncclComm_t comm)
{
    int round = comm->shared->round;
    if (atomic_fetch_add(&comm->shared->arrived, 1) == comm->size - 1)
    {
        comm->shared->arrived = 0;
        comm->shared->round++;
        return 1;
    }

    while (comm->shared->round == round && !comm->is_aborted) usleep(step);
    return !comm->is_aborted;
}

int ncclGetVersion(int* version) { *version = 22703; return success; }

const char* ncclGetErrorString(int result)
{
    return result == system_error ? "unhandled system error" : result == invalid_argument ? "invalid argument"
        : result == invalid_usage ? "invalid usage"
        : result == remote_error ? "remote process exited or there was a network error" : "no error";
}

const char* ncclGetLastError(ncclComm_t comm)
{
    return comm == NULL && behaviour == init_refuses ? "the stand-in was told\nto refuse.\n" : "";
}

int ncclGetUniqueId(ncclUniqueId* id)
{
    if (behaviour == id_refuses) return system_error;
    memset(id, 0, sizeof *id);
    strcpy(id->internal, "/tmp/standin-XXXXXX");
    int file = mkstemp(id->internal);
    if (file < 0 || ftruncate(file, sizeof(Shared)) != 0) return system_error;
    close(file);
    id->internal[id_bytes - 1] = 'Z'; /* the last byte must arrive too */
    return success;
}

int ncclCommInitRank(ncclComm_t* comm, int size, ncclUniqueId id, int rank)
{
    if (id.internal[0] != '/' || id.internal[id_bytes - 1] != 'Z') return invalid_argument;
    if (size < 1 || size > most || rank < 0 || rank >= size) return invalid_argument;
    if (current() == NULL) return invalid_usage;
    while (behaviour == init_hangs) usleep(step);
    if (behaviour == init_refuses)
    {
        unlink(id.internal);
        return system_error;
    }

    int file = open(id.internal, O_RDWR);
    if (file < 0) return system_error;
    ncclComm_t made = calloc(1, sizeof *made);
    made->shared = mmap(NULL, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    made->size = size;
    made->rank = rank;
    made->context = current();
    int is_taken = atomic_exchange(&made->shared->taken[current()->gpu], 1);
    meet(made);
    if (rank == 0) unlink(id.internal);
    if (is_taken) return invalid_usage;
    *comm = made;
    return success;
}

static void* work(void* given)
{
    Job* job = given;
    ncclComm_t comm = job->comm;
    usleep(delay);
    if (job->how == breaks) comm->error = remote_error;
    while (job->how != well && !comm->is_aborted) usleep(step);
    for (size_t begin = 0; job->how == well && begin < job->count; begin += piece)
    {
        size_t count = job->count - begin < piece ? job->count - begin : piece;
        memcpy(comm->shared->numbers[comm->rank], job->from + begin, count * sizeof(float));
        if (!meet(comm)) break;
        for (size_t i = 0; i < count; i++)
        {
            float all = 0;
            for (int rank = 0; rank < comm->size; rank++) all += comm->shared->numbers[rank][i];
            job->to[begin + i] = all;
        }

        if (!meet(comm)) break;
    }

    comm->context->under_way--;
    free(job);
    return NULL;
}

int ncclAllReduce(const void* from, void* to, size_t count, int type, int operation, ncclComm_t comm, void* stream)
{
    if (behaviour == reduce_refuses || type != float32 || operation != sum || stream != NULL) return invalid_argument;
    if (current() != comm->context) return invalid_usage;
    Job* job = malloc(sizeof *job);
    *job = (Job){ comm, from, to, count, behaviour };
    comm->context->under_way++;
    pthread_t thread;
    if (pthread_create(&thread, NULL, work, job) != 0) return system_error;
    pthread_detach(thread);
    return success;
}

int ncclCommGetAsyncError(ncclComm_t comm, int* error)
{
    *error = comm->error;
    return success;
}

int ncclCommAbort(ncclComm_t comm)
{
    comm->is_aborted = 1;
    aborted++;
    return success;
}

int ncclCommDestroy(ncclComm_t comm)
{
    munmap(comm->shared, sizeof(Shared));
    free(comm);
    destroyed++;
    return success;
}
