/* The yardstick of the sweep: open, read and close /proc/<pid>/stat of every process, and do nothing with it.
   Prints processes per round, and CPU nanoseconds per round. Usage: proc_sweep ROUNDS */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

static double cpu_nanoseconds(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e9
         + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e3;
}

static long sweep(void)
{
    char path[64], line[4096];
    struct dirent *entry;
    long processes = 0;
    DIR *proc = opendir("/proc");

    while ((entry = readdir(proc))) {
        int file;

        if (entry->d_name[0] < '0' || entry->d_name[0] > '9')
            continue;
        snprintf(path, sizeof path, "/proc/%s/stat", entry->d_name);
        file = open(path, O_RDONLY);
        if (file < 0)
            continue;
        processes += read(file, line, sizeof line) > 0;
        close(file);
    }
    closedir(proc);
    return processes;
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 20, round;
    long processes = 0;
    double start;

    sweep();
    start = cpu_nanoseconds();
    for (round = 0; round < rounds; round++)
        processes += sweep();
    printf("%ld %.0f\n", processes / rounds, (cpu_nanoseconds() - start) / rounds);
    return 0;
}
