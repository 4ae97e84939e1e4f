/* Makes the calls of shadowmig's sampler and nothing else: the least that sampling a node through libvirt can cost.
 *
 *   bulk-statistics URI PERIOD_MS TICKS EVERY [GROUPS]
 *
 * A tick is one virConnectGetAllDomainStats for all active domains, and what the sampler asks of the node. Every
 * EVERY-th tick asks for all groups, the others for the cheap ones; GROUPS, a number, asks for just those.
 * Prints 'ticks domains fields microseconds resident processor': the number of ticks, the domains and the fields of the
 * last one, the mean time of a bulk call, the most memory that was resident, in KiB, and the processor time of all ticks,
 * in microseconds; connecting does not count.
 */
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

enum {
    CHEAP = VIR_DOMAIN_STATS_STATE | VIR_DOMAIN_STATS_CPU_TOTAL,
    EVERYTHING = CHEAP | VIR_DOMAIN_STATS_BALLOON | VIR_DOMAIN_STATS_VCPU | VIR_DOMAIN_STATS_INTERFACE,
    FLAGS = VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE | VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT,
};

static void fail(const char *what)
{
    fprintf(stderr, "bulk-statistics: %s failed: %s\n", what, virGetLastErrorMessage());
    exit(1);
}

/* What the test driver does not support is no news. */
static void say_nothing(void *data, virErrorPtr error)
{
    (void)data;
    (void)error;
}

static int64_t clock_ns(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static void read_node(virConnectPtr connection)
{
    virNodeInfo info;
    int count = 0;
    char *name = virConnectGetHostname(connection);

    if (!name)
        fail("virConnectGetHostname");
    free(name);
    if (virNodeGetInfo(connection, &info) < 0)
        fail("virNodeGetInfo");
    if (virNodeGetCPUStats(connection, VIR_NODE_CPU_STATS_ALL_CPUS, NULL, &count, 0) == 0) {
        virNodeCPUStats cpu[count];
        if (virNodeGetCPUStats(connection, VIR_NODE_CPU_STATS_ALL_CPUS, cpu, &count, 0) < 0)
            fail("virNodeGetCPUStats");
    }
    count = 0;
    if (virNodeGetMemoryStats(connection, VIR_NODE_MEMORY_STATS_ALL_CELLS, NULL, &count, 0) == 0) {
        virNodeMemoryStats memory[count];
        if (virNodeGetMemoryStats(connection, VIR_NODE_MEMORY_STATS_ALL_CELLS, memory, &count, 0) < 0)
            fail("virNodeGetMemoryStats");
    }
}

int main(int argc, char **argv)
{
    if (argc != 5 && argc != 6) {
        fprintf(stderr, "usage: %s URI PERIOD_MS TICKS EVERY [GROUPS]\n", argv[0]);
        return 2;
    }
    int64_t period = strtoll(argv[2], NULL, 10) * 1000000, spent = 0;
    int ticks = atoi(argv[3]), every = atoi(argv[4]), domains = 0, fields = 0;
    virSetErrorFunc(NULL, say_nothing);
    virConnectPtr connection = virConnectOpenAuth(argv[1], NULL, 0);

    if (!connection)
        fail(argv[1]);
    int64_t next = clock_ns(CLOCK_MONOTONIC), processor = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
    for (int tick = 0; tick < ticks; tick++) {
        virDomainStatsRecordPtr *records = NULL;
        unsigned int groups = argc == 6 ? strtoul(argv[5], NULL, 0) : tick % every == 0 ? EVERYTHING : CHEAP;
        int64_t begun = clock_ns(CLOCK_MONOTONIC);

        domains = virConnectGetAllDomainStats(connection, groups, &records, FLAGS);
        if (domains < 0)
            fail("virConnectGetAllDomainStats");
        spent += clock_ns(CLOCK_MONOTONIC) - begun;
        fields = 0;
        for (int i = 0; i < domains; i++)
            fields += records[i]->nparams;
        virDomainStatsRecordListFree(records);
        if (argc != 6)
            read_node(connection);
        next += period;
        int64_t rest = next - clock_ns(CLOCK_MONOTONIC);
        struct timespec pause = { rest / 1000000000, rest % 1000000000 };
        if (rest > 0)
            nanosleep(&pause, NULL);
    }
    processor = clock_ns(CLOCK_PROCESS_CPUTIME_ID) - processor;
    virConnectClose(connection);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%d %d %d %lld %ld %lld\n", ticks, domains, fields, (long long)(spent / ticks / 1000), usage.ru_maxrss,
           (long long)(processor / 1000));
    return 0;
}
