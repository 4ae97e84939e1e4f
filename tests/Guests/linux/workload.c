/*
 * Dirties memory as asked, beats on the serial port, and checks its own memory without end.
 *
 * Every page starts with its own number and a count of its writes. What each count should be stands
 * in a separate array (the record), and a sum over the record stands apart from both: a page that
 * went lost or came back old differs from the record; a record that went lost or came back old
 * differs from the sum. Parameters come as workload.KEY=VALUE on the kernel's command line.
 *
 * Lines on the serial port:
 *   BOOT linux KEY=VALUE ...           once
 *   BEAT SEQUENCE PAGES_WRITTEN        every 20 ms
 *   OK PASS PAGES_CHECKED              after each complete pass without a fault
 *   LOST PASS PAGE REASON ...          a page, or the record ('record'), is not what was written
 *   PANIC ...                          cannot go on
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, WORDS = PAGE / 8, HEADER_WORDS = 2, MAX_WRITERS = 16, MAX_FAULT_LINES = 20 };
enum { INDEX_WORD, VERSION_WORD };
enum { SAMPLES = 8 }; /* words of a page looked at in one pass; all of them in WORDS / SAMPLES passes */

static const uint64_t BEAT_NS = 20 * 1000 * 1000;
static const uint64_t TICK_NS = 2 * 1000 * 1000;
static const uint64_t PASS_NS = 1500 * 1000 * 1000ull; /* a pass is spread over this time */
static const uint64_t SECOND_NS = 1000 * 1000 * 1000ull;

enum pattern { UNIFORM, HOTCOLD, STREAMING, BURSTS };

static struct {
    uint64_t dirty, idle, rate, change, seed;
    enum pattern pattern;
    bool compressible;
} options = { .dirty = 16 << 20, .idle = 0, .rate = 1000, .change = 8, .seed = 1 };

/* One writer owns the pages first..first+count; only it writes and checks them. */
struct writer {
    pthread_t thread;
    uint64_t first, dirty_count, count, rate;
    uint64_t random, next_streamed;
    uint64_t budget_remainder;
    _Atomic uint64_t written;      /* sum of the record over this writer's pages */
    uint64_t record_mix;           /* sum of mixed (page, count) over them: order matters to it */
    uint64_t cursor, check_remainder, checked;
    _Atomic uint64_t passes, faults, last_pass_checked;
    uint64_t lines_this_pass;
};

static struct writer writers[MAX_WRITERS];
static int writer_count = 1;
static uint64_t *memory;
static uint64_t *record;
static int serial = -1;
static pthread_mutex_t serial_lock = PTHREAD_MUTEX_INITIALIZER;

static void line(const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (length >= (int)sizeof text)
        length = sizeof text - 1;
    pthread_mutex_lock(&serial_lock);
    for (int done = 0; done < length;) {
        ssize_t written = write(serial, text + done, length - done);
        if (written <= 0)
            break;
        done += written;
    }
    pthread_mutex_unlock(&serial_lock);
}

static _Noreturn void give_up(const char *what)
{
    line("PANIC %s\n", what);
    for (;;)
        pause();
}

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * SECOND_NS + time.tv_nsec;
}

static void sleep_until(uint64_t when)
{
    struct timespec time = { .tv_sec = when / SECOND_NS, .tv_nsec = when % SECOND_NS };
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
}

static uint64_t mix(uint64_t value) /* the splitmix64 finalizer */
{
    value += 0x9e3779b97f4a7c15ull;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ull;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebull;
    return value ^ (value >> 31);
}

static uint64_t next_random(struct writer *writer)
{
    uint64_t x = writer->random;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    return writer->random = x;
}

static uint64_t *page_at(uint64_t page) { return memory + page * WORDS; }

/* What word WORD of PAGE holds before any write to it, and what write VERSION puts into it. */
static uint64_t first_content(uint64_t page, uint64_t word)
{
    if (options.compressible)
        return 0x0101010101010101ull * (1 + (page + options.seed) % 255);
    return mix(options.seed ^ (page << 12) ^ word) | 1;
}

static uint64_t content(uint64_t page, uint64_t version, uint64_t word)
{
    if (version == 0)
        return first_content(page, word);
    if (options.compressible)
        return 0x0101010101010101ull * (1 + version % 255);
    return mix(options.seed ^ (page << 12) ^ word ^ (version << 40) ^ version);
}

/*
 * A write changes the low byte of the count (seldom more) and options.change - 1 bytes behind the
 * header. The last word may be changed in part.
 */
static uint64_t changed_bytes(void) { return options.change - 1; }

static uint64_t expected_word(uint64_t page, uint64_t version, uint64_t word)
{
    uint64_t begin = (word - HEADER_WORDS) * 8, end = changed_bytes();
    if (begin >= end)
        return first_content(page, word);
    uint64_t fresh = content(page, version, word);
    if (begin + 8 <= end)
        return fresh;
    uint64_t mask = (1ull << ((end - begin) * 8)) - 1;
    return (fresh & mask) | (first_content(page, word) & ~mask);
}

static void fault(struct writer *writer, uint64_t page, const char *reason, uint64_t found, uint64_t wanted)
{
    writer->faults++;
    if (writer->lines_this_pass++ < MAX_FAULT_LINES)
        line("LOST %lu %lu %s found=%lx wanted=%lx\n", (unsigned long)writer->passes + 1, (unsigned long)page,
             reason, (unsigned long)found, (unsigned long)wanted);
}

static bool header_is_right(struct writer *writer, uint64_t page)
{
    const volatile uint64_t *words = page_at(page);
    if (words[INDEX_WORD] != page + 1)
        fault(writer, page, "lost", words[INDEX_WORD], page + 1);
    else if (words[VERSION_WORD] != record[page])
        fault(writer, page, words[VERSION_WORD] < record[page] ? "stale" : "ahead-of-record",
              words[VERSION_WORD], record[page]);
    else
        return true;
    return false;
}

static void write_page(struct writer *writer, uint64_t page)
{
    uint64_t *words = page_at(page);
    header_is_right(writer, page); /* a write would hide what was lost here */
    uint64_t version = record[page] + 1;
    for (uint64_t word = HEADER_WORDS; (word - HEADER_WORDS) * 8 < changed_bytes(); word++)
        words[word] = expected_word(page, version, word);
    words[INDEX_WORD] = page + 1;
    words[VERSION_WORD] = version;
    writer->record_mix += mix(page ^ (version << 32)) - mix(page ^ (record[page] << 32));
    record[page] = version;
    atomic_fetch_add_explicit(&writer->written, 1, memory_order_relaxed);
}

/* The whole header, the changed bytes (a few words of them if many), and words spread over the page, others on each pass. */
static void check_page(struct writer *writer, uint64_t page)
{
    const volatile uint64_t *words = page_at(page);
    if (!header_is_right(writer, page))
        return;
    uint64_t version = record[page];
    uint64_t changed_words = (changed_bytes() + 7) / 8;
    uint64_t step = changed_words > 8 ? changed_words / 8 : 1;
    uint64_t start = step > 1 ? writer->passes % step : 0;
    for (uint64_t offset = start; offset < changed_words; offset += step) {
        uint64_t word = HEADER_WORDS + offset, wanted = expected_word(page, version, word);
        if (words[word] != wanted) {
            fault(writer, page, "content", words[word], wanted);
            return;
        }
    }
    for (int sample = 0; sample < SAMPLES; sample++) {
        uint64_t word = HEADER_WORDS + (writer->passes + page + sample * (WORDS / SAMPLES)) % (WORDS - HEADER_WORDS);
        uint64_t wanted = expected_word(page, version, word);
        if (words[word] != wanted) {
            fault(writer, page, "content", words[word], wanted);
            return;
        }
    }
}

static void check_record(struct writer *writer)
{
    uint64_t sum = 0, mixed = 0;
    for (uint64_t page = writer->first; page < writer->first + writer->count; page++) {
        sum += record[page];
        mixed += mix(page ^ (record[page] << 32));
    }
    if (sum != writer->written)
        fault(writer, writer->first, "record-sum", sum, writer->written);
    else if (mixed != writer->record_mix)
        fault(writer, writer->first, "record-mix", mixed, writer->record_mix);
}

static void check_pages(struct writer *writer, uint64_t pages)
{
    while (pages-- > 0) {
        check_page(writer, writer->first + writer->cursor);
        writer->checked++;
        if (++writer->cursor < writer->count)
            continue;
        check_record(writer);
        writer->last_pass_checked = writer->checked;
        writer->cursor = writer->checked = writer->lines_this_pass = 0;
        writer->passes++;
        return; /* at most one pass a tick */
    }
}

static uint64_t choose_page(struct writer *writer)
{
    uint64_t count = writer->dirty_count, random;
    switch (options.pattern) {
    case STREAMING:
        if (writer->next_streamed >= count)
            writer->next_streamed = 0;
        return writer->first + writer->next_streamed++;
    case HOTCOLD:
        random = next_random(writer);
        uint64_t hot = count / 10 ? count / 10 : 1;
        if ((random >> 32) % 10 < 9 || hot == count)
            return writer->first + (uint32_t)random % hot;
        return writer->first + hot + (uint32_t)random % (count - hot);
    default:
        return writer->first + (next_random(writer) >> 16) % count;
    }
}

static uint64_t rate_at(const struct writer *writer, uint64_t time)
{
    if (options.pattern != BURSTS)
        return writer->rate;
    return time / SECOND_NS % 2 == 0 ? writer->rate * 2 : 0;
}

static void *run_writer(void *argument)
{
    struct writer *writer = argument;
    uint64_t last = now(), wake = last;
    for (;;) {
        uint64_t time = now(), elapsed = time - last;
        last = time;
        /* After a stop (a migration's downtime) the work is not made up for. */
        if (elapsed > 10 * TICK_NS)
            elapsed = 10 * TICK_NS;
        writer->budget_remainder += elapsed * rate_at(writer, time);
        uint64_t writes = writer->budget_remainder / SECOND_NS;
        writer->budget_remainder %= SECOND_NS;
        for (; writes > 0 && writer->dirty_count > 0; writes--)
            write_page(writer, choose_page(writer));

        writer->check_remainder += elapsed * writer->count;
        uint64_t checks = writer->check_remainder / PASS_NS;
        writer->check_remainder %= PASS_NS;
        check_pages(writer, checks);

        wake += TICK_NS;
        if (wake < now())
            wake = now(); /* late: no sleep, no debt */
        else
            sleep_until(wake);
    }
    return NULL;
}

static void report_passes(uint64_t *reported)
{
    uint64_t complete = UINT64_MAX, faults = 0, checked = 0;
    for (int i = 0; i < writer_count; i++) {
        if (writers[i].passes < complete)
            complete = writers[i].passes;
        faults += writers[i].faults;
        checked += writers[i].last_pass_checked;
    }
    if (complete <= *reported)
        return;
    *reported = complete;
    if (faults == 0)
        line("OK %lu %lu\n", (unsigned long)complete, (unsigned long)checked);
    else /* once wrong, never right again: what was lost may since have been written over */
        line("LOST %lu 0 total=%lu\n", (unsigned long)complete, (unsigned long)faults);
}

static _Noreturn void beat(void)
{
    uint64_t sequence = 0, reported = 0, wake = now();
    struct sched_param priority = { .sched_priority = 10 };
    sched_setscheduler(0, SCHED_FIFO, &priority);
    for (;;) {
        uint64_t written = 0;
        for (int i = 0; i < writer_count; i++)
            written += writers[i].written;
        line("BEAT %lu %lu\n", (unsigned long)++sequence, (unsigned long)written);
        report_passes(&reported);
        wake += BEAT_NS;
        if (wake < now())
            wake = now() + BEAT_NS;
        sleep_until(wake);
    }
}

static void take_option(const char *key, const char *value)
{
    if (!strcmp(key, "dirty"))
        options.dirty = strtoull(value, NULL, 10);
    else if (!strcmp(key, "idle"))
        options.idle = strtoull(value, NULL, 10);
    else if (!strcmp(key, "rate"))
        options.rate = strtoull(value, NULL, 10);
    else if (!strcmp(key, "change"))
        options.change = strtoull(value, NULL, 10);
    else if (!strcmp(key, "seed"))
        options.seed = strtoull(value, NULL, 10);
    else if (!strcmp(key, "content"))
        options.compressible = !strcmp(value, "compressible");
    else if (!strcmp(key, "pattern"))
        options.pattern = !strcmp(value, "hotcold") ? HOTCOLD : !strcmp(value, "streaming") ? STREAMING
                        : !strcmp(value, "bursts") ? BURSTS : UNIFORM;
    else
        line("BOOT unknown option %s\n", key);
}

static void read_options(void)
{
    static char text[4096];
    int file = open("/proc/cmdline", O_RDONLY);
    ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
    if (length < 0)
        give_up("no /proc/cmdline");
    close(file);
    for (char *word = strtok(text, " \n"); word; word = strtok(NULL, " \n")) {
        char *value = strchr(word, '=');
        if (strncmp(word, "workload.", 9) || !value)
            continue;
        *value = 0;
        take_option(word + 9, value + 1);
    }
    if (options.change < 1)
        options.change = 1;
    if (options.change > PAGE - HEADER_WORDS * 8 + 1)
        options.change = PAGE - HEADER_WORDS * 8 + 1;
}

static void open_serial(void)
{
    struct termios mode;
    serial = open("/dev/ttyS0", O_WRONLY | O_NOCTTY);
    if (serial < 0)
        serial = STDOUT_FILENO;
    if (tcgetattr(serial, &mode) == 0) { /* lines end in \n alone */
        cfmakeraw(&mode);
        cfsetspeed(&mode, B115200);
        tcsetattr(serial, TCSANOW, &mode);
    }
}

static uint64_t available_memory(void)
{
    char text[128];
    unsigned long kilobytes = 0;
    FILE *file = fopen("/proc/meminfo", "r");
    while (file && fgets(text, sizeof text, file))
        if (sscanf(text, "MemAvailable: %lu", &kilobytes) == 1)
            break;
    if (file)
        fclose(file);
    return kilobytes * 1024;
}

static void *get_memory(uint64_t bytes)
{
    void *place = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (place == MAP_FAILED)
        give_up("no memory");
    return place;
}

static void fill_pages(const struct writer *writer)
{
    for (uint64_t page = writer->first; page < writer->first + writer->count; page++) {
        uint64_t *words = page_at(page);
        for (uint64_t word = HEADER_WORDS; word < WORDS; word++)
            words[word] = first_content(page, word);
        words[INDEX_WORD] = page + 1;
    }
}

/* Shares pages out: each writer gets its part of the dirty set followed by its part of the idle memory. */
static void share_out(uint64_t dirty_pages, uint64_t idle_pages)
{
    uint64_t first = 0;
    for (int i = 0; i < writer_count; i++) {
        struct writer *writer = &writers[i];
        writer->first = first;
        writer->dirty_count = dirty_pages / writer_count + (i == 0 ? dirty_pages % writer_count : 0);
        writer->count = writer->dirty_count + idle_pages / writer_count + (i == 0 ? idle_pages % writer_count : 0);
        writer->rate = options.rate / writer_count;
        writer->random = mix(options.seed + i) | 1;
        for (uint64_t page = first; page < first + writer->count; page++)
            writer->record_mix += mix(page);
        first += writer->count;
    }
}

int main(void)
{
    open_serial();
    read_options();
    uint64_t dirty_pages = options.dirty / PAGE, idle_pages = options.idle / PAGE, pages = dirty_pages + idle_pages;
    line("BOOT linux dirty=%lu idle=%lu rate=%lu change=%lu\n", (unsigned long)options.dirty,
         (unsigned long)options.idle, (unsigned long)options.rate, (unsigned long)options.change);
    if (pages == 0)
        give_up("nothing to do: dirty and idle are below one page");
    if (pages * (PAGE + 8) + (8 << 20) > available_memory())
        give_up("the guest has too little memory for its workload");

    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    writer_count = processors < 1 ? 1 : processors > MAX_WRITERS ? MAX_WRITERS : (int)processors;
    if ((uint64_t)writer_count > pages)
        writer_count = 1;
    memory = get_memory(pages * PAGE);
    record = get_memory(pages * 8);
    share_out(dirty_pages, idle_pages);
    for (int i = 0; i < writer_count; i++)
        fill_pages(&writers[i]);
    for (int i = 0; i < writer_count; i++)
        if (pthread_create(&writers[i].thread, NULL, run_writer, &writers[i]) != 0)
            give_up("no thread");
    beat();
}
