// SPDX-License-Identifier: Apache-2.0
//
// The floor that the benchmarks stand on: what the kernel's answers cost a small C program.
//
//   floor point MAPPINGS THREADS WAY SLICES MILLIS             ns per PROCMAP_QUERY, a line for each slice; WAY is
//       numbers   nothing more
//       named     with the name
//       held      and fstat of the mapped file, which is held open: nothing else was mapped, nor written
//       note      and process_vm_readv of the image's build ID
//   floor text MAPPINGS SLICES MILLIS                          ns per reading and scanning of /proc/self/maps, the same
//   floor run CPU PROGRAM ARG...                               runs a program to its end: "wall-ns max-rss-KiB"
//   floor pin CPU PROGRAM ARG...                               becomes a program that runs on one CPU
//   floor pauses MAPPINGS CPU                                  asks while a victim on that CPU works; see pauses() below
//
// A CPU of -1 is any. The program that `run` runs has /dev/null for its standard output.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <link.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "victim.h"

enum { PAGE = 4096, NAME_BYTES = 4096, TEXT_BYTES = 64 * 1024, QUERIES_BETWEEN_CLOCKS = 256 };

// struct procmap_query of linux/fs.h; spelt out, as the headers of older distributions lack it.
struct query {
    uint64_t size, query_flags, query_addr, vma_start, vma_end, vma_flags, vma_page_size, vma_offset, inode;
    uint32_t dev_major, dev_minor, vma_name_size, build_id_size;
    uint64_t vma_name_addr, build_id_addr;
};

_Static_assert(sizeof(struct query) == 104, "struct procmap_query");

#define QUERY _IOWR('f', 17, struct query)

static void fail(const char *what) {
    fprintf(stderr, "floor: %s: %s\n", what, strerror(errno));
    exit(1);
}

static uint64_t nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static int number(const char *text) {
    char *end;
    long value = strtol(text, &end, 10);
    if (*text == '\0' || *end != '\0' || value < -1 || value > 10000000) {
        fprintf(stderr, "floor: not a number: %s\n", text);
        exit(2);
    }
    return (int)value;
}

struct mapping {
    uint64_t start, end, offset, inode;
    unsigned permissions;
};

static const char *hex(const char *at, uint64_t *value) {
    uint64_t v = 0;
    for (;; at++) {
        unsigned char c = (unsigned char)*at;
        if (c >= '0' && c <= '9') {
            v = v << 4 | (unsigned)(c - '0');
        } else if (c >= 'a' && c <= 'f') {
            v = v << 4 | (unsigned)(c - 'a' + 10);
        } else {
            *value = v;
            return at + 1;
        }
    }
}

// Reads the numbers of one line. The newline ends them all.
static void scan(const char *at, struct mapping *m) {
    uint64_t device;
    at = hex(at, &m->start);
    at = hex(at, &m->end);
    m->permissions = (unsigned)(at[0] == 'r') | (unsigned)(at[1] == 'w') << 1 | (unsigned)(at[2] == 'x') << 2
            | (unsigned)(at[3] == 's') << 3;
    at = hex(at + 5, &m->offset);
    at = hex(at, &device);
    at = hex(at, &device);
    for (m->inode = 0; *at >= '0' && *at <= '9'; at++) {
        m->inode = m->inode * 10 + (unsigned)(*at - '0');
    }
}

// Reads the whole text into `found`, as many as fit, and returns how many there are.
static size_t read_text(struct mapping *found, size_t capacity) {
    static char buffer[2 * TEXT_BYTES];
    int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        fail("/proc/self/maps");
    }
    size_t filled = 0, count = 0;
    ssize_t got;
    while ((got = read(fd, buffer + filled, TEXT_BYTES)) > 0) {
        filled += (size_t)got;
        char *line = buffer, *end;
        while ((end = memchr(line, '\n', filled - (size_t)(line - buffer))) != NULL) {
            if (count < capacity) {
                scan(line, &found[count]);
            }
            count++;
            line = end + 1;
        }
        filled -= (size_t)(line - buffer);
        memmove(buffer, line, filled);
    }
    if (got < 0) {
        fail("/proc/self/maps");
    }
    close(fd);
    return count;
}

// Neighbours of different protection do not merge: each page becomes a mapping. Returns the first page, NULL if no page
// was missing.
static char *reach(int wanted) {
    static struct mapping ignored;
    int missing = wanted - (int)read_text(&ignored, 1);
    if (missing <= 0) {
        return NULL;
    }
    char *region = mmap(NULL, (size_t)missing * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (region == MAP_FAILED) {
        fail("mmap");
    }
    for (int i = 1; i < missing; i += 2) {
        if (mprotect(region + (size_t)i * PAGE, PAGE, PROT_READ) != 0) {
            fail("mprotect (is vm.max_map_count large enough?)");
        }
    }
    return region;
}

enum way { NUMBERS, NAMED, HELD, NOTE };

enum { BUILD_ID_BYTES = 20 };

static int maps_fd, held_fd, slices, millis;
static enum way point_way;
static pid_t self;
static struct stat held;
static const uint8_t *build_id;

static enum way way_of(const char *name) {
    static const char *names[] = {"numbers", "named", "held", "note"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(name, names[i]) == 0) {
            return (enum way)i;
        }
    }
    fprintf(stderr, "floor: no way to ask: %s\n", name);
    exit(2);
}

// Finds the file and the build ID of the image that has getppid.
static int find_image(struct dl_phdr_info *image, size_t size, void *unused) {
    uintptr_t function = (uintptr_t)&getppid;
    bool is_in = false;
    (void)size, (void)unused;
    for (int i = 0; i < image->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &image->dlpi_phdr[i];
        is_in |= segment->p_type == PT_LOAD && function - (image->dlpi_addr + segment->p_vaddr) < segment->p_memsz;
    }
    for (int i = 0; is_in && i < image->dlpi_phnum; i++) {
        const ElfW(Nhdr) *note = (const void *)(image->dlpi_addr + image->dlpi_phdr[i].p_vaddr);
        if (image->dlpi_phdr[i].p_type == PT_NOTE && note->n_type == NT_GNU_BUILD_ID
                && note->n_descsz == BUILD_ID_BYTES) {
            build_id = (const uint8_t *)(note + 1) + 4;
        }
    }
    if (is_in) {
        held_fd = open(image->dlpi_name, O_PATH | O_CLOEXEC);
        if (held_fd < 0 || fstat(held_fd, &held) != 0 || build_id == NULL) {
            fail(image->dlpi_name);
        }
    }
    return is_in;
}

// As fstat(2) of the C library, without what that does besides.
static bool is_unchanged(void) {
    struct stat now;
    return syscall(SYS_fstat, held_fd, &now) == 0 && now.st_dev == held.st_dev && now.st_ino == held.st_ino
            && now.st_size == held.st_size && now.st_ctim.tv_sec == held.st_ctim.tv_sec
            && now.st_ctim.tv_nsec == held.st_ctim.tv_nsec;
}

static bool has_build_id(const uint8_t *expected) {
    uint8_t found[BUILD_ID_BYTES];
    struct iovec to = {found, sizeof found}, from = {(void *)(uintptr_t)build_id, sizeof found};
    return process_vm_readv(self, &to, 1, &from, 1, 0) == BUILD_ID_BYTES && memcmp(found, expected, sizeof found) == 0;
}

// What the slices of one thread cost, in ns per query.
static void *ask(void *results) {
    static __thread char name[NAME_BYTES];
    double *result = results;
    struct query q;
    uint64_t sum = 0;
    uint8_t expected[BUILD_ID_BYTES];
    memcpy(expected, build_id, sizeof expected);
    memset(&q, 0, sizeof q);
    q.size = sizeof q;
    for (int slice = -1; slice < slices; slice++) {
        uint64_t begin = nanos(), end = begin, count = 0;
        do {
            for (int i = 0; i < QUERIES_BETWEEN_CLOCKS; i++) {
                q.query_addr = (uint64_t)(uintptr_t)&getppid;
                q.vma_name_size = point_way == NAMED ? NAME_BYTES : 0;
                q.vma_name_addr = point_way == NAMED ? (uint64_t)(uintptr_t)name : 0;
                if (ioctl(maps_fd, QUERY, &q) != 0) {
                    fail("PROCMAP_QUERY (needs Linux 6.11)");
                }
                if ((point_way == HELD && !is_unchanged()) || (point_way == NOTE && !has_build_id(expected))) {
                    fail("another image");
                }
                sum += q.vma_start;
            }
            count += QUERIES_BETWEEN_CLOCKS;
            end = nanos();
        } while (end - begin < (uint64_t)millis * 1000000u);
        // The first slice warms up.
        if (slice >= 0) {
            result[slice] = (double)(end - begin) / (double)count;
        }
    }
    return sum == 0 ? results : NULL;
}

static int point(int threads) {
    pthread_t thread[64];
    if (threads < 1 || threads > 64) {
        fprintf(stderr, "floor: 1 to 64 threads\n");
        return 2;
    }
    double *results = calloc((size_t)threads * (size_t)slices, sizeof *results);
    maps_fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    if (maps_fd < 0 || results == NULL) {
        fail("/proc/self/maps");
    }
    self = getpid();
    if (dl_iterate_phdr(find_image, NULL) == 0) {
        fprintf(stderr, "floor: no image has getppid\n");
        return 2;
    }
    for (int t = 0; t < threads; t++) {
        if ((errno = pthread_create(&thread[t], NULL, ask, results + t * slices)) != 0) {
            fail("pthread_create");
        }
    }
    for (int t = 0; t < threads; t++) {
        pthread_join(thread[t], NULL);
    }
    for (int slice = 0; slice < slices; slice++) {
        double sum = 0;
        for (int t = 0; t < threads; t++) {
            sum += results[t * slices + slice];
        }
        printf("%.1f\n", sum / threads);
    }
    free(results);
    return 0;
}

static int text(int mappings) {
    size_t capacity = (size_t)mappings * 2 + 1000;
    struct mapping *found = calloc(capacity, sizeof *found);
    if (found == NULL) {
        fail("calloc");
    }
    for (int slice = -1; slice < slices; slice++) {
        uint64_t begin = nanos(), end, count = 0;
        do {
            size_t size = read_text(found, capacity);
            if (size < (size_t)mappings || found[size - 1].end <= found[size - 1].start) {
                fprintf(stderr, "floor: %zu mappings where %d were made\n", size, mappings);
                return 1;
            }
            count++;
            end = nanos();
        } while (end - begin < (uint64_t)millis * 1000000u);
        if (slice >= 0) {
            printf("%.1f\n", (double)(end - begin) / (double)count);
        }
    }
    free(found);
    return 0;
}

static void pin(int cpu) {
    if (cpu >= 0) {
        cpu_set_t set;
        CPU_ZERO(&set);
        CPU_SET(cpu, &set);
        if (sched_setaffinity(0, sizeof set, &set) != 0) {
            fail("sched_setaffinity");
        }
    }
}

static int run(int cpu, char **command) {
    uint64_t begin = nanos();
    pid_t child = fork();
    if (child < 0) {
        fail("fork");
    }
    if (child == 0) {
        pin(cpu);
        int null = open("/dev/null", O_WRONLY);
        if (null < 0 || dup2(null, STDOUT_FILENO) < 0) {
            fail("/dev/null");
        }
        execvp(command[0], command);
        fail(command[0]);
    }
    int status;
    struct rusage usage;
    if (wait4(child, &status, 0, &usage) != child) {
        fail("wait4");
    }
    uint64_t wall = nanos() - begin;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "floor: %s ended with status %d\n", command[0], status);
        return 1;
    }
    printf("%llu %ld\n", (unsigned long long)wall, usage.ru_maxrss);
    return 0;
}

// The pages asked about while a victim works: as many, and in the same order, as the JVM's asker has.
enum { ASKED_PAGES = 512, ASKED_STEP = 37, TEXT_LINES = 8192 };

static char *asked_pages;
static atomic_bool victim_done;

static bool ask_nothing(uint64_t address) {
    return syscall(SYS_getppid) >= 0 && address != 0;
}

static bool ask_query(uint64_t address) {
    struct query q = {.size = sizeof q, .query_addr = address};
    return ioctl(maps_fd, QUERY, &q) == 0 && q.vma_start == address;
}

static bool ask_text(uint64_t address) {
    static struct mapping found[TEXT_LINES];
    size_t count = read_text(found, TEXT_LINES);
    for (size_t i = 0; i < count && i < TEXT_LINES; i++) {
        if (address < found[i].end) {
            return address == found[i].start;
        }
    }
    return false;
}

// Finds nothing: it only holds the lock of all mappings for long, as the text of old kernels did.
static bool ask_smaps(uint64_t address) {
    static char buffer[TEXT_BYTES];
    int fd = open("/proc/self/smaps", O_RDONLY | O_CLOEXEC);
    ssize_t got = -1;
    while (fd >= 0 && (got = read(fd, buffer, sizeof buffer)) > 0) {
    }
    close(fd);
    return got == 0 && address != 0;
}

static const struct {
    const char *name;
    bool (*ask)(uint64_t address);
} ways[] = {{"nothing", ask_nothing}, {"query", ask_query}, {"text", ask_text}, {"smaps", ask_smaps}};

static void sleep_until(uint64_t when) {
    struct timespec time = {.tv_sec = (time_t)(when / 1000000000u), .tv_nsec = (long)(when % 1000000000u)};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) == EINTR) {
    }
}

// Asks until the victim is done, `rate` times a second if it is not 0; an asker that is late asks at once. Returns how
// often.
static uint64_t ask_beside(const char *name, unsigned rate) {
    size_t way = 0, count_of_ways = sizeof ways / sizeof ways[0];
    while (way < count_of_ways && strcmp(ways[way].name, name) != 0) {
        way++;
    }
    if (way == count_of_ways) {
        fprintf(stderr, "floor: no way to ask: %s\n", name);
        exit(2);
    }
    uint64_t begin = nanos(), count = 0;
    while (!atomic_load_explicit(&victim_done, memory_order_acquire)) {
        if (rate != 0) {
            uint64_t due = begin + count * 1000000000u / rate;
            if (nanos() < due) {
                sleep_until(due);
            }
        }
        // Its neighbours differ in protection, so that the page is a mapping; the first may have merged with what is below.
        uint64_t page = 1 + count * ASKED_STEP % ASKED_PAGES;
        if (!ways[way].ask((uint64_t)(uintptr_t)asked_pages + page * PAGE)) {
            fprintf(stderr, "floor: a wrong answer by %s\n", name);
            exit(1);
        }
        count++;
    }
    return count;
}

struct victim {
    int operation, cpu, millis, error;
    struct victim_result result;
};

static void *suffer(void *argument) {
    struct victim *victim = argument;
    victim->error = victim_run(victim->operation, victim->cpu, victim->millis, &victim->result);
    atomic_store_explicit(&victim_done, true, memory_order_release);
    return NULL;
}

// Reads lines of "WAY RATE OPERATION MILLIS" until they end: idle or one of the ways above, the questions a
// second (0: as many as possible), what the victim does meanwhile (enum victim_operation) and for how long. Writes for each a line
// of "QUESTIONS NANOS" and what struct victim_result has. The main thread asks; it is not bound to a CPU here.
static int pauses(int mappings, int cpu) {
    char way[16];
    unsigned rate;
    struct victim victim = {.cpu = cpu};
    asked_pages = reach(mappings);
    maps_fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    if (maps_fd < 0) {
        fail("/proc/self/maps");
    }
    while (scanf("%15s %u %d %d", way, &rate, &victim.operation, &victim.millis) == 4) {
        pthread_t thread;
        uint64_t begin = nanos(), questions = 0;
        atomic_store(&victim_done, false);
        if ((errno = pthread_create(&thread, NULL, suffer, &victim)) != 0) {
            fail("pthread_create");
        }
        if (strcmp(way, "idle") != 0) {
            questions = ask_beside(way, rate);
        }
        pthread_join(thread, NULL);
        if ((errno = victim.error) != 0) {
            fail("the victim");
        }
        const struct victim_result *r = &victim.result;
        printf("%" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64
               " %" PRIu64 "\n",
                questions, nanos() - begin, r->operations, r->busy, r->p50, r->p99, r->p999, r->worst, r->waits,
                r->preemptions);
        fflush(stdout);
    }
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 7 && strcmp(argv[1], "point") == 0) {
        point_way = way_of(argv[4]);
        slices = number(argv[5]);
        millis = number(argv[6]);
        reach(number(argv[2]));
        return point(number(argv[3]));
    }
    if (argc == 5 && strcmp(argv[1], "text") == 0) {
        slices = number(argv[3]);
        millis = number(argv[4]);
        reach(number(argv[2]));
        return text(number(argv[2]));
    }
    if (argc == 4 && strcmp(argv[1], "pauses") == 0) {
        return pauses(number(argv[2]), number(argv[3]));
    }
    if (argc >= 4 && strcmp(argv[1], "run") == 0) {
        return run(number(argv[2]), argv + 3);
    }
    if (argc >= 4 && strcmp(argv[1], "pin") == 0) {
        pin(number(argv[2]));
        execvp(argv[3], argv + 3);
        fail(argv[3]);
    }
    fprintf(stderr, "floor: see the head of floor.c for its commands\n");
    return 2;
}
